package dev.freshet.server.http;

import dev.freshet.server.auth.AuthRequest.Lookup;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The decoded parameters of a query.
final class QueryLookup implements Lookup {
    private static final int MAX_PARAMETERS = 256;
    private static final Lookup EMPTY = _ -> null;

    private final Map<String, List<String>> parameters;

    private QueryLookup(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /// Throws [IllegalArgumentException] when a percent escape is broken.
    static Lookup of(String query) {
        if (query.isEmpty()) {
            return EMPTY;
        }
        var decoder =
                new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MAX_PARAMETERS, true);
        return new QueryLookup(decoder.parameters());
    }

    @Override
    public @Nullable String find(String name) {
        var values = parameters.get(name);
        return values == null ? null : values.getFirst();
    }
}
