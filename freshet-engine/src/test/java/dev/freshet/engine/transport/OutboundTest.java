package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.JsonCodec;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of buffers when something cannot be written: direct memory that runs out, for
/// instance.
class OutboundTest {
    private static OutOfMemoryError full() {
        return new OutOfMemoryError("direct memory");
    }

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final ChannelHandlerContext ctx = channel.pipeline().firstContext();
    private final FlushQueue queue = new FlushQueue(channel.eventLoop());

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    private Outbound outbound(Framing framing) {
        return new Outbound(ctx, queue, framing);
    }

    private static void write(Outbound outbound, String text) {
        outbound.message(out -> out.writeCharSequence(text, UTF_8));
    }

    private static void fail(ByteBuf out) {
        out.writeCharSequence("half a mess", UTF_8);
        throw full();
    }

    private String sent() {
        channel.runPendingTasks();
        var sent = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.append(next.skipBytes(2).toString(UTF_8));
            next.release();
        }
        return sent.toString();
    }

    @Test
    void halfAMessageIsTakenBack() {
        var outbound = outbound(Framing.WEBSOCKET_LINES);
        write(outbound, "one");
        assertThatThrownBy(() -> outbound.message(OutboundTest::fail))
                .isInstanceOf(OutOfMemoryError.class);
        write(outbound, "two");

        assertThat(sent()).isEqualTo("one\ntwo");
    }

    @Test
    void halfAMessageIsTakenBackWhereItIsTheFirst() {
        var outbound = outbound(Framing.WEBSOCKET_LINES);
        assertThatThrownBy(() -> outbound.message(OutboundTest::fail))
                .isInstanceOf(OutOfMemoryError.class);
        write(outbound, "one");

        assertThat(sent()).isEqualTo("one");
    }

    @Test
    void nothingLeaksWhenAPieceCannotBeSealed() {
        var framing = new BrokenFraming();
        var outbound = outbound(framing);
        write(outbound, "one");
        var shared = Unpooled.buffer().writeByte(1);

        assertThatThrownBy(() -> outbound.write(shared)).isInstanceOf(OutOfMemoryError.class);

        assertThat(shared.refCnt()).isZero();
        assertThat(framing.begun).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void connectionThatCannotBeFlushedIsClosedAndTheOthersAreServed() {
        write(outbound(new BrokenFraming()), "one");
        var closed = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        var other = new Outbound(closed.pipeline().firstContext(), queue, Framing.WEBSOCKET_LINES);
        write(other, "two");

        channel.runPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        ByteBuf frame = closed.readOutbound();
        assertThat(frame.skipBytes(2).toString(UTF_8)).isEqualTo("two");
        frame.release();
        closed.finishAndReleaseAll();
    }

    @Test
    void nothingLeaksWhenABatchCannotBeEncoded() {
        var framing = new BrokenFraming();
        var form = new MessageForm(JsonCodec.INSTANCE, framing, false);
        var messages =
                List.<ChannelMessage>of(
                        Publication.of(Payload.ofOwnedJsonLine("1".getBytes(UTF_8))));

        assertThatThrownBy(() ->
                        form.encode(
                                ByteBufAllocator.DEFAULT,
                                form.channelPrefix("news"),
                                messages,
                                null))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(framing.begun).hasSize(1).allMatch(buffer -> buffer.refCnt() == 0);
    }

    /// Begins pieces and cannot end them.
    private static final class BrokenFraming implements Framing {
        final List<ByteBuf> begun = new ArrayList<>();

        @Override
        public int overhead(int messages) {
            return WEBSOCKET_LINES.overhead(messages);
        }

        @Override
        public ByteBuf begin(ByteBufAllocator allocator, int size) {
            var piece = WEBSOCKET_LINES.begin(allocator, size);
            begun.add(piece);
            return piece;
        }

        @Override
        public void beforeMessage(ByteBuf out, boolean first) {
            WEBSOCKET_LINES.beforeMessage(out, first);
        }

        @Override
        public void afterMessage(ByteBuf out, int start) {
            WEBSOCKET_LINES.afterMessage(out, start);
        }

        @Override
        public ByteBuf seal(ByteBuf out) {
            throw full();
        }
    }
}
