package dev.freshet.engine.transport;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the engine's own HTTP front can offer at a path, and which requests it takes there.
enum Endpoint {
    WEBSOCKET(null),
    HTTP_STREAM(StreamKind.HTTP_STREAM),
    SSE(StreamKind.SSE),
    EMULATION(null),
    UNI_WEBSOCKET(null),
    UNI_SSE(StreamKind.UNI_SSE),
    UNI_HTTP_STREAM(StreamKind.UNI_HTTP_STREAM);

    static final List<Endpoint> ALL = List.of(values());

    private final @Nullable StreamKind kind;

    Endpoint(@Nullable StreamKind kind) {
        this.kind = kind;
    }

    @Nullable String path(EndpointPaths paths) {
        return switch (this) {
            case WEBSOCKET -> paths.websocket();
            case HTTP_STREAM -> paths.httpStream();
            case SSE -> paths.sse();
            case EMULATION -> paths.emulation();
            case UNI_WEBSOCKET -> paths.uniWebsocket();
            case UNI_SSE -> paths.uniSse();
            case UNI_HTTP_STREAM -> paths.uniHttpStream();
        };
    }

    /// Of a stream, the kind; null otherwise.
    @Nullable StreamKind kind() {
        return kind;
    }

    boolean isWebSocket() {
        return this == WEBSOCKET || this == UNI_WEBSOCKET;
    }

    /// True when browsers may ask with OPTIONS what they may send (§21).
    boolean answersOptions() {
        return this == EMULATION || (kind != null && !kind.opensWithGet());
    }

    /// Why the request is not taken, null when it is.
    @Nullable Refusal refusal(HttpRequest request) {
        var why =
                isWebSocket()
                        ? WebSocketHandshake.refusal(request)
                        : kind != null ? HttpStreams.refusal(kind, request) : emulation(request);
        return why == null
                ? null
                : new Refusal(
                        takes(request.method())
                                ? HttpResponseStatus.BAD_REQUEST
                                : HttpResponseStatus.METHOD_NOT_ALLOWED,
                        why);
    }

    private boolean takes(HttpMethod method) {
        if (kind != null) {
            return HttpStreams.mayOpen(kind, method);
        }
        return method.equals(isWebSocket() ? HttpMethod.GET : HttpMethod.POST);
    }

    private static @Nullable String emulation(HttpRequest request) {
        return request.method().equals(HttpMethod.POST)
                ? null
                : "Commands come with POST, not " + request.method() + ".";
    }
}
