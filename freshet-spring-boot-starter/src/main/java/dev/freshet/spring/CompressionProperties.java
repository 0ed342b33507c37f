package dev.freshet.spring;

import dev.freshet.engine.transport.WebSocketCompression;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What `freshet.compression.*` says.
///
/// @param enabled True to compress messages on WebSockets (permessage-deflate) for clients that
///   offer it.
/// @param level From 1, the fastest, to 9, the smallest.
/// @param minSize Shorter messages are sent as they are.
public record CompressionProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("1") int level,
        @DefaultValue("128B") DataSize minSize) {
    WebSocketCompression options() {
        return new WebSocketCompression(enabled, level, Math.toIntExact(minSize.toBytes()));
    }
}
