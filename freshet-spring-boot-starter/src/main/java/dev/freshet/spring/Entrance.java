package dev.freshet.spring;

import dev.freshet.engine.transport.HttpStreams;
import dev.freshet.engine.transport.StreamKind;
import dev.freshet.engine.transport.WebSocketHandshake;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What clients find at a path.
enum Entrance {
    WEBSOCKET("GET", null),
    HTTP_STREAM("POST, OPTIONS", StreamKind.HTTP_STREAM),
    SSE("GET, POST, OPTIONS", StreamKind.SSE),
    UNI_HTTP_STREAM("POST, OPTIONS", StreamKind.UNI_HTTP_STREAM),
    UNI_SSE("GET, POST, OPTIONS", StreamKind.UNI_SSE),

    /// Takes the commands of clients of streams.
    EMULATION("POST, OPTIONS", null);

    private final String methods;
    private final @Nullable StreamKind kind;

    Entrance(String methods, @Nullable StreamKind kind) {
        this.methods = methods;
        this.kind = kind;
    }

    /// The methods that it takes, as a header lists them.
    String methods() {
        return methods;
    }

    boolean takes(HttpMethod method) {
        return List.of(methods.split(", ", -1)).contains(method.name());
    }

    /// Of a stream, the kind; null otherwise.
    @Nullable StreamKind kind() {
        return kind;
    }

    /// Why the request is not taken, one sentence; null when it is.
    @Nullable String refusal(HttpRequest request) {
        if (this == WEBSOCKET) {
            return WebSocketHandshake.refusal(request);
        }
        if (kind != null) {
            return HttpStreams.refusal(kind, request);
        }
        return request.method().equals(HttpMethod.POST)
                ? null
                : "Commands come with POST, not " + request.method() + ".";
    }
}
