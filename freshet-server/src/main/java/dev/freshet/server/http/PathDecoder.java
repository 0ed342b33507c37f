package dev.freshet.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.Map;

/// Decodes percent escapes in path parameters; a plus sign stays one.
final class PathDecoder {
    private PathDecoder() {}

    /// Throws [IllegalArgumentException] when an escape is broken.
    static Map<String, String> decode(Map<String, String> values) {
        if (values.values().stream().noneMatch(value -> value.indexOf('%') >= 0)) {
            return values;
        }
        var decoded = HashMap.<String, String>newHashMap(values.size());
        values.forEach((name, value) ->
                decoded.put(name, QueryStringDecoder.decodeComponent(value.replace("+", "%2B"))));
        return decoded;
    }
}
