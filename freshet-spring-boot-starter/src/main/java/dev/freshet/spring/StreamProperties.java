package dev.freshet.spring;

import dev.freshet.engine.transport.EndpointPaths;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What `freshet.streams.*` says: transports for clients that no WebSocket reaches, and for those
/// that only listen. Each is there when it has a path.
///
/// @param httpStream Path of HTTP streaming, for example /connection/http_stream; not there when it
///   is not set.
/// @param sse Path of server-sent events, for example /connection/sse; not there when it is not
///   set.
/// @param emulation Path to which clients of the two streams above send their commands.
/// @param uniHttpStream Path of HTTP streaming for clients that only listen, for example
///   /connection/uni_http_stream; not there when it is not set.
/// @param uniSse Path of server-sent events for clients that only listen, for example
///   /connection/uni_sse; not there when it is not set.
public record StreamProperties(
        @Nullable String httpStream,
        @Nullable String sse,
        @DefaultValue("/emulation") String emulation,
        @Nullable String uniHttpStream,
        @Nullable String uniSse) {
    public StreamProperties {
        httpStream = orNull(httpStream);
        sse = orNull(sse);
        uniHttpStream = orNull(uniHttpStream);
        uniSse = orNull(uniSse);
    }

    private static @Nullable String orNull(@Nullable String path) {
        return path == null || path.isEmpty() ? null : path;
    }

    /// What is at which path.
    ///
    /// @throws IllegalArgumentException when paths are wrong, with a sentence
    Map<String, Entrance> entrances() {
        var bidirectional = httpStream != null || sse != null;
        if (!bidirectional && uniHttpStream == null && uniSse == null) {
            return Map.of();
        }
        // It knows what is wrong with paths.
        var paths =
                new EndpointPaths(
                        null,
                        httpStream,
                        sse,
                        bidirectional ? emulation : null,
                        null,
                        uniSse,
                        uniHttpStream);
        var all = new HashMap<String, Entrance>();
        put(all, paths.httpStream(), Entrance.HTTP_STREAM);
        put(all, paths.sse(), Entrance.SSE);
        put(all, paths.emulation(), Entrance.EMULATION);
        put(all, paths.uniHttpStream(), Entrance.UNI_HTTP_STREAM);
        put(all, paths.uniSse(), Entrance.UNI_SSE);
        return Map.copyOf(all);
    }

    private static void put(Map<String, Entrance> all, @Nullable String path, Entrance entrance) {
        if (path != null) {
            all.put(path, entrance);
        }
    }
}
