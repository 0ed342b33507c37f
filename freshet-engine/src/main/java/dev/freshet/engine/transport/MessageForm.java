package dev.freshet.engine.transport;

import dev.freshet.engine.hub.WireForm;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How messages look on one kind of connection: a codec writes them, a framing puts them into one
/// piece.
final class MessageForm implements WireForm {
    private final Codec codec;
    private final Framing framing;
    private final boolean delta;

    MessageForm(Codec codec, Framing framing, boolean delta) {
        this.codec = codec;
        this.framing = framing;
        this.delta = delta;
    }

    @Override
    public byte[] channelPrefix(String channel) {
        return codec.channelPrefix(channel);
    }

    @Override
    public boolean carries(ChannelMessage message) {
        return codec.carries(message);
    }

    @Override
    public int messageSize(byte[] prefix, ChannelMessage message) {
        return codec.messageSize(prefix, message);
    }

    @Override
    public boolean isDelta() {
        return delta;
    }

    @Override
    public ByteBuf encode(
            ByteBufAllocator allocator,
            byte[] prefix,
            List<ChannelMessage> messages,
            @Nullable Payload base) {
        int size = framing.overhead(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            size += codec.messageSize(prefix, messages.get(i));
        }
        var out = framing.begin(allocator, size);
        try {
            write(out, prefix, messages, base);
            return framing.seal(out);
        } catch (Throwable e) {
            // A patch may be longer than was estimated, and direct memory may end with that.
            out.release();
            throw e;
        }
    }

    private void write(
            ByteBuf out, byte[] prefix, List<ChannelMessage> messages, @Nullable Payload base) {
        var last = base;
        for (int i = 0; i < messages.size(); i++) {
            framing.beforeMessage(out, i == 0);
            int start = out.writerIndex();
            var message = messages.get(i);
            if (delta && message instanceof Publication publication) {
                codec.writeDelta(out, prefix, publication, publication.patchable() ? last : null);
                last = publication.data();
            } else {
                codec.writeMessage(out, prefix, message);
            }
            framing.afterMessage(out, start);
        }
    }
}
