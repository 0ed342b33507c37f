package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a channel's messages look on one kind of connection: JSON in a WebSocket frame, for example.
///
/// Implementations are stateless singletons; a group is made per wire form, compared by identity.
public interface WireForm {
    /// The bytes that stand in front of every message of the channel, made once per group.
    byte[] channelPrefix(String channel);

    /// False when this form cannot hold the message's data, for example JSON what is not JSON.
    boolean carries(ChannelMessage message);

    /// How many bytes one message takes, to end a batch in time; need not be exact.
    int messageSize(byte[] prefix, ChannelMessage message);

    /// True when publications are written as the difference to the one before (§15).
    boolean isDelta();

    /// The complete bytes of a batch, ready to be written to every subscriber.
    ///
    /// @param base for delta forms the data that the receivers got last; null when the first
    ///   publication has to be whole
    /// @return a direct buffer with one reference, the caller's
    ByteBuf encode(
            ByteBufAllocator allocator,
            byte[] prefix,
            List<ChannelMessage> messages,
            @Nullable Payload base);
}
