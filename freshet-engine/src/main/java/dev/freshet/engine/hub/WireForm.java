package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/// How publications look on one kind of connection: JSON in a WebSocket frame, for example.
///
/// Implementations are stateless singletons; a group is made per wire form, compared by identity.
public interface WireForm {
    /// The bytes that stand in front of every publication of the channel, made once per group.
    byte[] publicationPrefix(String channel);

    /// How many bytes one publication takes, to end a batch in time; need not be exact.
    int publicationSize(byte[] prefix, Publication publication);

    /// The complete bytes of a batch, ready to be written to every subscriber.
    ///
    /// @return a direct buffer with one reference, the caller's
    ByteBuf encode(ByteBufAllocator allocator, byte[] prefix, List<Publication> publications);
}
