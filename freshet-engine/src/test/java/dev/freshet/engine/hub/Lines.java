package dev.freshet.engine.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A wire form that people can read: `spelling=data`, a line for each publication.
public final class Lines implements WireForm {
    public static final Lines FORM = new Lines(false);

    /// Writes `base>data` for what builds on a base.
    public static final Lines DELTA = new Lines(true);

    private static final AtomicInteger BEFORE_FAILURE = new AtomicInteger(-1);

    private final boolean delta;

    private Lines(boolean delta) {
        this.delta = delta;
    }

    /// Makes one call of [#encode] fail, after so many that do not.
    public static void failsAfter(int calls) {
        BEFORE_FAILURE.set(calls);
    }

    @Override
    public byte[] channelPrefix(String channel) {
        return (channel + "=").getBytes(UTF_8);
    }

    @Override
    public boolean carries(ChannelMessage message) {
        return !(message instanceof Publication publication) || publication.data().isJson();
    }

    @Override
    public int messageSize(byte[] prefix, ChannelMessage message) {
        return prefix.length + message.payloadBytes() + 1;
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
        if (BEFORE_FAILURE.get() >= 0 && BEFORE_FAILURE.getAndDecrement() == 0) {
            throw new IllegalStateException("no memory, says the test");
        }
        var out = allocator.directBuffer();
        var last = base;
        for (var message : messages) {
            out.writeBytes(prefix);
            switch (message) {
                case Publication publication -> {
                    if (delta && last != null) {
                        out.writeCharSequence(last.text() + ">", UTF_8);
                    }
                    publication.data().writeTo(out);
                    last = publication.data();
                }
                case ChannelMessage.Join(var info) ->
                        out.writeCharSequence("+" + info.client(), UTF_8);
                case ChannelMessage.Leave(var info) ->
                        out.writeCharSequence("-" + info.client(), UTF_8);
            }
            out.writeByte('\n');
        }
        return out;
    }
}
