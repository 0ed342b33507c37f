package dev.freshet.engine.transport;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a request without a body says in its query instead: its first commands, or its connect
/// request.
final class ConnectQuery {
    static final String NAME = "cf_connect";

    private ConnectQuery() {}

    /// The parameter's bytes; empty when it is missing.
    static byte[] of(HttpRequest request) {
        return new QueryStringDecoder(request.uri())
                .parameters()
                .getOrDefault(NAME, List.of(""))
                .getFirst()
                .getBytes(StandardCharsets.UTF_8);
    }
}
