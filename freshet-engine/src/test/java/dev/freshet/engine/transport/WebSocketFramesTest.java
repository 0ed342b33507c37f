package dev.freshet.engine.transport;

import static dev.freshet.engine.transport.PeerFrames.close;
import static dev.freshet.engine.transport.PeerFrames.firstFragment;
import static dev.freshet.engine.transport.PeerFrames.fragment;
import static dev.freshet.engine.transport.PeerFrames.joined;
import static dev.freshet.engine.transport.PeerFrames.ping;
import static dev.freshet.engine.transport.PeerFrames.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest {
    private static final int LIMIT = 1000;

    /// A socket whose peer reads nothing: what is written stays here.
    private static final class FullSocket extends ChannelOutboundHandlerAdapter {
        private final ArrayDeque<Object> kept = new ArrayDeque<>();

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            kept.add(message);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            kept.forEach(ReferenceCountUtil::release);
        }
    }

    private static byte[] header(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static ByteBuf textFrame(FramesHarness socket, String text) {
        var frame = socket.memory.directBuffer();
        FrameHeader.write(frame, FrameHeader.TEXT, text.length());
        return frame.writeBytes(text.getBytes(US_ASCII));
    }

    // ---- sizes

    @Test
    void messageOfTheLimitIsTaken() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(text("x".repeat(LIMIT)));

            assertThat(socket.received).hasSize(1);
        }
    }

    @Test
    void longerMessageIsRefusedByItsHeaderAlone() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(header("81fe03e900000000"));

            assertThat(socket.sent()).containsExactly("close 1009");
            assertThat(socket.tooLong).isEqualTo(1);
            assertThat(socket.usedMemory()).isZero();
        }
    }

    @Test
    void limitCountsAllFragments() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(firstFragment("x".repeat(600)), fragment("x".repeat(401)));

            assertThat(socket.sent()).containsExactly("close 1009");
        }
    }

    @Test
    void memoryDoesNotGrowWithTheDeclaredLength() {
        try (var socket = new FramesHarness(-1)) {
            socket.receive(header("82ff000000007fffffff00000000"), new byte[100]);

            assertThat(socket.usedMemory()).isLessThan(1024);
        }
    }

    @Test
    void idleConnectionKeepsNoBuffer() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(joined(text("a"), header("81")));
            assertThat(socket.usedMemory()).isPositive();

            socket.receive(header("8000000000"));

            assertThat(socket.received).containsExactly("text a", "text ");
            assertThat(socket.usedMemory()).isZero();
        }
    }

    // ---- pausing

    @Test
    void pausedSocketHandsOutNothingUntilItIsResumed() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.onMessage = socket.frames::pauseReading;

            socket.receive(joined(text("1"), text("2"), text("3")), text("4"));

            assertThat(socket.received).containsExactly("text 1");
            assertThat(socket.channel.config().isAutoRead()).isFalse();

            socket.frames.resumeReading();
            assertThat(socket.received).containsExactly("text 1", "text 2");

            socket.onMessage = null;
            socket.frames.resumeReading();
            assertThat(socket.received).containsExactly("text 1", "text 2", "text 3", "text 4");
            assertThat(socket.channel.config().isAutoRead()).isTrue();
        }
    }

    @Test
    void resumingWhatIsNotPausedDoesNothing() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames.resumeReading();
            socket.receive(text("1"));

            assertThat(socket.received).containsExactly("text 1");
        }
    }

    /// The close frame of the peer sat in the kept bytes, and the connection stayed for 5 s.
    @Test
    void closeSeesThePeersCloseAmongTheKeptBytes() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.onMessage = socket.frames::pauseReading;
            socket.receive(joined(text("1"), text("2"), close(1000, "")));

            socket.frames.close(3001, "shutdown");
            socket.channel.runPendingTasks();

            assertThat(socket.sent()).containsExactly("close 3001");
            assertThat(socket.received).containsExactly("text 1");
            assertThat(socket.channel.isOpen()).isFalse();
        }
    }

    // ---- pings

    @Test
    void pongsAreCounted() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames.ping();
            socket.receive(PeerFrames.pong(""));

            assertThat(socket.sent()).containsExactly("ping ");
            assertThat(socket.pongs).isEqualTo(1);
        }
    }

    @Test
    void pingsOfAPeerThatDoesNotReadAreNotAnswered() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            for (int i = 0; i < 1_000; i++) {
                socket.receive(ping("flood"));
            }

            assertThat(socket.sent()).isEmpty();
            assertThat(socket.usedMemory()).isZero();
        }
    }

    /// The answers to one read used to pile up until the end of the loop round, whatever their
    /// number.
    @Test
    void pongsOfOneReadDoNotPileUp() {
        var flood = new byte[2_000][];
        Arrays.fill(flood, ping("p".repeat(120)));
        var socket = new FullSocket();
        try (var harness = new FramesHarness(LIMIT, socket)) {
            harness.channel.config().setWriteBufferHighWaterMark(64 * 1024);
            // In the middle of a round: no task has run yet.
            harness.channel
                    .pipeline()
                    .fireChannelRead(harness.memory.buffer().writeBytes(joined(flood)));

            // Far fewer than 2,000 are in Outbound; the rest has been handed on.
            assertThat(socket.kept.size()).isGreaterThan(1_400);
            harness.channel.pipeline().remove(socket);
        }
    }

    // ---- ends

    /// The rest of a message that was too long used to be read as frames, each of which could be
    /// logged as too long once more.
    @Test
    void whatComesBehindAViolationIsThrownAway() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.receive(header("81fe03e900000000"), header("81fe03e900000000"), text("x"));
            socket.receive(ping("x"));

            assertThat(socket.sent()).containsExactly("close 1009");
            assertThat(socket.tooLong).isEqualTo(1);
            assertThat(socket.received).isEmpty();
        }
    }

    /// The client behind it used to stay subscribed for 5 s and was sent publications behind the
    /// close frame.
    @Test
    void listenerIsToldAtOnceOfAViolationAndOfThePeersClose() {
        try (var broken = new FramesHarness(LIMIT);
                var closed = new FramesHarness(LIMIT)) {
            broken.receive(header("8900"));
            closed.receive(close(1000, ""));

            assertThat(broken.ends).isEqualTo(1);
            assertThat(closed.ends).isEqualTo(1);
            closed.channel.close();
            assertThat(closed.ends).isEqualTo(1);
        }
    }

    @Test
    void nothingIsSentBehindTheCloseFrame() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames.outbound().write(textFrame(socket, "before"));
            socket.frames.close(3000, "bye");
            socket.frames.outbound().write(textFrame(socket, "after"));
            socket.frames.outbound().message(out -> out.writeBytes(new byte[] {'x'}));
            socket.frames.ping();
            socket.frames.close(3001, "again");

            assertThat(socket.sent()).containsExactly("text before", "close 3000");
        }
    }

    @Test
    void connectionEndsWithThePeersAnswerToAClose() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames.close(3000, "bye");
            socket.receive(text("still here"));
            assertThat(socket.channel.isOpen()).isTrue();

            socket.receive(close(3000, ""));

            assertThat(socket.channel.isOpen()).isFalse();
            assertThat(socket.received).isEmpty();
            assertThat(socket.ends).isEqualTo(1);
        }
    }

    @Test
    void connectionEndsFiveSecondsAfterAnUnansweredClose() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames.close(3000, "bye");
            socket.advance(4999, TimeUnit.MILLISECONDS);
            assertThat(socket.channel.isOpen()).isTrue();

            socket.advance(1, TimeUnit.MILLISECONDS);

            assertThat(socket.channel.isOpen()).isFalse();
        }
    }

    /// It used to stay for ever: the connection was to be closed behind what waited to be written,
    /// and that was never read.
    @Test
    void peerThatClosesAndDoesNotReadIsDropped() {
        var full = new FullSocket();
        try (var socket = new FramesHarness(LIMIT, full)) {
            socket.receive(close(1000, ""));
            assertThat(socket.channel.isOpen()).isTrue();

            socket.advance(5, TimeUnit.SECONDS);

            assertThat(socket.channel.isOpen()).isFalse();
        }
    }

    @Test
    void abandonedConnectionIsDroppedWithoutACloseFrame() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames
                    .outbound()
                    .message(out -> out.writeBytes("{\"id\":1}".getBytes(US_ASCII)));
            socket.frames.abandon(5);
            socket.receive(text("x"), ping("x"));

            assertThat(socket.sent()).containsExactly("text {\"id\":1}");
            assertThat(socket.received).isEmpty();
            socket.advance(5, TimeUnit.SECONDS);
            assertThat(socket.channel.isOpen()).isFalse();
        }
    }

    @Test
    void listenerThatThrowsEndsTheConnectionWith1011() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.onMessage =
                    () -> {
                        throw new IllegalStateException("secret");
                    };

            socket.receive(text("x"), text("y"));

            assertThat(socket.sent()).containsExactly("close 1011");
            assertThat(socket.received).containsExactly("text x");
        }
    }

    @Test
    void reasonIsCutAtACharacter() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames.close(3000, "x" + "é".repeat(100));

            socket.channel.runPendingTasks();
            ByteBuf frame = socket.channel.readOutbound();
            assertThat(frame.toString(4, frame.readableBytes() - 4, UTF_8))
                    .isEqualTo("x" + "é".repeat(61));
            frame.release();
        }
    }

    /// An upgrade can come after the peer went away; nobody used to be told of that end.
    @Test
    void listenerIsToldWhenTheConnectionEndedBeforeTheUpgrade() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.channel.close();
            assertThat(socket.ends).isEqualTo(1);
            var late = new int[1];
            socket.channel
                    .pipeline()
                    .addLast(
                            new WebSocketFrames(
                                    new WebSocketLoop(socket.channel.eventLoop()),
                                    LIMIT,
                                    new WebSocketListener() {
                                        @Override
                                        public void onMessage(
                                                byte[] buffer,
                                                int offset,
                                                int length,
                                                boolean text) {}

                                        @Override
                                        public void onClosed() {
                                            late[0]++;
                                        }
                                    }));
            socket.channel.runPendingTasks();

            assertThat(late[0]).isEqualTo(1);
        }
    }

    // ---- writing

    @Test
    void linesOfOneRoundShareAFrame() {
        try (var socket = new FramesHarness(LIMIT)) {
            socket.frames.outbound().message(out -> out.writeBytes(new byte[] {'a'}));
            socket.frames.outbound().message(out -> out.writeBytes(new byte[] {'b'}));
            socket.frames.outbound().write(textFrame(socket, "own"));
            socket.frames.outbound().message(out -> out.writeBytes(new byte[] {'c'}));

            assertThat(socket.sent()).containsExactly("text a\nb", "text own", "text c");
        }
    }

    /// Writers move a buffer's indexes: with the very same buffer the second receiver began where
    /// the first one's socket had been full. Over TLS it got nothing at all.
    @Test
    void sharedBatchIsNotDisturbedByHowMuchOneSocketTakes() {
        try (var one = new FramesHarness(LIMIT);
                var two = new FramesHarness(LIMIT)) {
            var batch = textFrame(one, "shared");
            one.frames.outbound().write(batch.retain());
            two.frames.outbound().write(batch);
            one.channel.runPendingTasks();
            ByteBuf halfTaken = one.channel.readOutbound();
            halfTaken.skipBytes(4).release();

            assertThat(two.sent()).containsExactly("text shared");
        }
    }

    @Test
    void unsentBytesAreCounted() {
        try (var socket = new FramesHarness(LIMIT)) {
            assertThat(socket.frames.outbound().unsentBytes()).isZero();
            socket.frames.outbound().write(textFrame(socket, "12345"));
            assertThat(socket.frames.outbound().unsentBytes()).isEqualTo(7);

            socket.sent();

            assertThat(socket.frames.outbound().unsentBytes()).isZero();
        }
    }
}
