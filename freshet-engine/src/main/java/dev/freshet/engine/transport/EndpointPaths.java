package dev.freshet.engine.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the engine's own HTTP front offers its transports; null is for what it does not offer.
///
/// Streams need `emulation` beside them: what their clients say comes there.
public record EndpointPaths(
        @Nullable String websocket,
        @Nullable String httpStream,
        @Nullable String sse,
        @Nullable String emulation,
        @Nullable String uniWebsocket,
        @Nullable String uniSse,
        @Nullable String uniHttpStream) {
    public EndpointPaths {
        var paths = new ArrayList<String>();
        for (var path :
                new @Nullable String[] {
                    websocket, httpStream, sse, emulation, uniWebsocket, uniSse, uniHttpStream
                }) {
            if (path != null) {
                check(path, paths);
                paths.add(path);
            }
        }
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("all paths are null; at least one is needed");
        }
        if (emulation == null && (httpStream != null || sse != null)) {
            throw new IllegalArgumentException(
                    "emulation is null; clients of httpStream and sse send their commands there");
        }
    }

    private static void check(String path, List<String> others) {
        if (!path.startsWith("/") || path.contains("?")) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" is not a path; it has to begin with / and have no query");
        }
        if (others.contains(path)) {
            throw new IllegalArgumentException("\"" + path + "\" is there twice");
        }
    }

    /// Centrifugo's paths.
    public static EndpointPaths standard() {
        return new EndpointPaths(
                "/connection/websocket",
                "/connection/http_stream",
                "/connection/sse",
                "/emulation",
                "/connection/uni_websocket",
                "/connection/uni_sse",
                "/connection/uni_http_stream");
    }

    /// WebSockets and nothing else.
    public static EndpointPaths onlyWebSocket(String path) {
        return new EndpointPaths(path, null, null, null, null, null, null);
    }

    /// What is at the path; null for nothing.
    @Nullable Endpoint at(String path) {
        return Endpoint.ALL.stream()
                .filter(each -> path.equals(each.path(this)))
                .findFirst()
                .orElse(null);
    }

    /// All paths, for somebody who asked for another one.
    List<String> all() {
        return Endpoint.ALL.stream().map(each -> each.path(this)).filter(Objects::nonNull).toList();
    }
}
