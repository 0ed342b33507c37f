package dev.freshet.engine.transport;

import static dev.freshet.engine.transport.PeerFrames.close;
import static dev.freshet.engine.transport.PeerFrames.deflated;
import static dev.freshet.engine.transport.PeerFrames.deflatedText;
import static dev.freshet.engine.transport.PeerFrames.frame;
import static dev.freshet.engine.transport.PeerFrames.joined;
import static dev.freshet.engine.transport.PeerFrames.ping;
import static dev.freshet.engine.transport.PeerFrames.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketCompressionTest {
    private static final int LIMIT = 1000;
    private static final WebSocketCompression ON = WebSocketCompression.defaults();

    private static void message(FramesHarness socket, String line) {
        socket.frames.outbound().message(out -> out.writeBytes(line.getBytes(UTF_8)));
    }

    // ---- sending

    @Test
    void repliesOfARoundAreCompressedTogether() {
        try (var socket = new FramesHarness(LIMIT, ON)) {
            message(socket, "a".repeat(100));
            message(socket, "b".repeat(100));

            assertThat(socket.sent())
                    .containsExactly("deflated text " + "a".repeat(100) + "\n" + "b".repeat(100));
        }
    }

    @Test
    void shortMessagesAreSentAsTheyAre() {
        try (var socket = new FramesHarness(LIMIT, new WebSocketCompression(true, 1, 100))) {
            message(socket, "a".repeat(99));
            assertThat(socket.sent()).containsExactly("text " + "a".repeat(99));

            message(socket, "a".repeat(100));
            assertThat(socket.sent()).containsExactly("deflated text " + "a".repeat(100));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 126, 1000, 65_535, 65_536, 70_000})
    void whatDoesNotGetShorterIsSentAsItIs(int length) {
        var noise = new byte[length];
        new Random(length).nextBytes(noise);
        try (var socket = new FramesHarness(LIMIT, new WebSocketCompression(true, 9, 0))) {
            socket.frames.send(noise, 0, length, false);

            assertThat(socket.sent()).containsExactly("binary " + HexFormat.of().formatHex(noise));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9})
    void everyLevelIsUnderstood(int level) {
        var text = "{\"temperature\":21.5,\"humidity\":40}\n".repeat(3000);
        try (var socket = new FramesHarness(LIMIT, new WebSocketCompression(true, level, 0))) {
            message(socket, text);

            assertThat(socket.sent()).containsExactly("deflated text " + text);
        }
    }

    @Test
    void emptyMessageIsSentAsItIs() {
        try (var socket = new FramesHarness(LIMIT, new WebSocketCompression(true, 1, 0))) {
            socket.frames.send(new byte[0], 0, 0, true);

            assertThat(socket.sent()).containsExactly("text ");
        }
    }

    @Test
    void controlFramesAreNeverCompressed() {
        try (var socket = new FramesHarness(LIMIT, new WebSocketCompression(true, 9, 0))) {
            socket.receive(ping("p".repeat(125)));
            socket.frames.ping();
            socket.frames.close(3000, "r".repeat(123));

            assertThat(socket.sent())
                    .containsExactly("pong " + "p".repeat(125), "ping ", "close 3000");
        }
    }

    @Test
    void messageOfOnesOwnIsSentAsTextOrBinary() {
        try (var plain = new FramesHarness(LIMIT);
                var deflating = new FramesHarness(LIMIT, ON)) {
            var bytes = ("--" + "x".repeat(200) + "--").getBytes(UTF_8);
            plain.frames.send(bytes, 2, 3, true);
            plain.frames.send(bytes, 2, 3, false);
            deflating.frames.send(bytes, 2, 200, true);
            deflating.frames.send(bytes, 2, 200, false);

            assertThat(plain.sent()).containsExactly("text xxx", "binary 787878");
            assertThat(deflating.sent())
                    .containsExactly(
                            "deflated text " + "x".repeat(200),
                            "deflated binary " + "78".repeat(200));
        }
    }

    @Test
    void compressedFrameTakesNoMoreMemoryThanItHasBytes() {
        try (var socket = new FramesHarness(LIMIT, ON)) {
            var wire = compression(socket).compressed(Wire.WEBSOCKET_JSON);
            var piece = wire.framing().begin(socket.memory, 70_000).writeBytes(new byte[60_000]);

            var frame = wire.framing().seal(piece);

            assertThat(frame.capacity()).isLessThan(frame.readableBytes() + 16);
            assertThat(socket.usedMemory()).isLessThan(500);
            frame.release();
        }
    }

    /// Groups of subscribers compare wire forms by identity.
    @Test
    void everyWireHasOneCompressedTwinOnALoop() {
        try (var socket = new FramesHarness(LIMIT, ON)) {
            var compression = compression(socket);
            var json = compression.compressed(Wire.WEBSOCKET_JSON);

            assertThat(compression.compressed(Wire.WEBSOCKET_JSON)).isSameAs(json);
            assertThat(json.form(false)).isNotSameAs(Wire.WEBSOCKET_JSON.form(false));
            assertThat(json.codec()).isSameAs(Wire.WEBSOCKET_JSON.codec());
            assertThat(json.ping()).isEqualTo(Wire.WEBSOCKET_JSON.ping());
            assertThat(compression.compressed(Wire.WEBSOCKET_PROTOBUF)).isNotSameAs(json);
        }
    }

    private static MessageCompression compression(FramesHarness socket) {
        return Objects.requireNonNull(socket.loop.compression());
    }

    // ---- receiving

    /// 1 MB of zeros is 1 KB compressed: what it would take is never allocated.
    @Test
    void bombIsRefusedWithoutBeingInflated() {
        var bomb = frame(0xc1, deflated(new byte[64_000_000]));
        try (var socket = new FramesHarness(100_000, ON)) {
            socket.receive(bomb);

            assertThat(socket.sent()).containsExactly("close 1009");
            assertThat(socket.tooLong).isEqualTo(1);
            assertThat(compression(socket).inflater().bytes().length).isLessThan(200_000);
        }
    }

    @Test
    void longMessageIsInflatedWhenThereIsNoLimit() {
        var text = "0123456789".repeat(1_000_000);
        try (var socket = new FramesHarness(-1, ON)) {
            socket.receive(deflatedText(text), deflatedText("short"));

            assertThat(socket.received).containsExactly("text " + text, "text short");
            assertThat(compression(socket).inflater().bytes().length).isLessThan(100_000);
        }
    }

    @Test
    void messageBehindABadOneOfAnotherConnectionIsInflated() {
        try (var socket = new FramesHarness(LIMIT, ON)) {
            var inflater = compression(socket).inflater();

            assertThatThrownBy(() -> inflater.inflate(new byte[] {(byte) 0xff}, 1, LIMIT))
                    .isInstanceOf(WebSocketException.class);

            socket.receive(deflatedText("fine"));
            assertThat(socket.received).containsExactly("text fine");
        }
    }

    @Test
    void idleConnectionKeepsNoBuffer() {
        try (var socket = new FramesHarness(LIMIT, ON)) {
            socket.receive(deflatedText("x".repeat(LIMIT)));
            message(socket, "y".repeat(LIMIT));
            socket.sent();

            assertThat(socket.usedMemory()).isZero();
        }
    }

    @Test
    void peersCloseIsAnsweredBehindWhatWaits() {
        try (var socket = new FramesHarness(LIMIT, ON)) {
            message(socket, "z".repeat(300));
            socket.receive(joined(text("t"), close(1000, "")));

            assertThat(socket.sent())
                    .containsExactly("deflated text " + "z".repeat(300), "close 1000");
        }
    }

    // ---- random

    @Test
    void whatIsDeflatedIsInflatedAgain() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var deflater = new MessageDeflater(new WebSocketCompression(true, 1, 0));
        var inflater = new MessageInflater();
        for (int run = 0; run < 3_000; run++) {
            var message = new byte[random.nextInt(1 << random.nextInt(1, 18))];
            int values = 1 << random.nextInt(1, 8);
            for (int i = 0; i < message.length; i++) {
                message[i] = (byte) random.nextInt(values);
            }
            ByteBuf in = Unpooled.directBuffer(message.length + 10).writeZero(10).skipBytes(10);
            in.writeBytes(message);

            int length = deflater.deflate(in);

            in.release();
            if (length >= 0) {
                inflater.inflate(deflater.bytes(), length, message.length);
                assertThat(Arrays.copyOf(inflater.bytes(), inflater.length()))
                        .as("seed %d run %d", seed, run)
                        .isEqualTo(message);
                assertThat(length).isLessThan(message.length);
            }
        }
        deflater.end();
        inflater.end();
    }

    // ---- options

    @Test
    void optionsSayWhatIsWrongWithThem() {
        assertThatThrownBy(() -> new WebSocketCompression(true, 0, 0))
                .hasMessageContaining("level is 0; it must be from 1");
        assertThatThrownBy(() -> new WebSocketCompression(true, 10, 0))
                .hasMessageContaining("level is 10");
        assertThatThrownBy(() -> new WebSocketCompression(true, 1, -1))
                .hasMessageContaining("minBytes is -1");
        assertThat(WebSocketCompression.OFF.enabled()).isFalse();
        assertThat(WebSocketCompression.defaults())
                .isEqualTo(new WebSocketCompression(true, 1, 128));
    }
}
