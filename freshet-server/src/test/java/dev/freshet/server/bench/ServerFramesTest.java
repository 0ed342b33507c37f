package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFramesTest {
    private static final String PUSH = "{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":1}}}";
    private static final String LONG_PUSH =
            "{\"push\":{\"channel\":\"b\",\"pub\":{\"data\":\"" + "y".repeat(300) + "\"}}}";
    private static final String HUGE_PUSH =
            "{\"push\":{\"channel\":\"c\",\"pub\":{\"data\":\"" + "z".repeat(70_000) + "\"}}}";

    @Test
    void linesOfAllFramesAreToldApart() {
        var bytes =
                bytes(
                        frame(0x81, "{\"id\":1,\"connect\":{}}"),
                        frame(0x81, PUSH + "\n" + LONG_PUSH + "\n{}\n" + PUSH),
                        frame(0x81, HUGE_PUSH),
                        frame(0x88, "\u000b\u00c0slow"));

        assertThat(SeenFrames.in(bytes))
                .containsExactly(
                        "reply {\"id\":1,\"connect\":{}}",
                        "push " + PUSH,
                        "push " + LONG_PUSH,
                        "ping",
                        "push " + PUSH,
                        "push " + HUGE_PUSH,
                        "closed 3008 slow");
    }

    @Test
    void nothingDependsOnWhereTheBytesAreSplit() {
        var bytes =
                bytes(
                        frame(0x81, PUSH + "\n{}\n" + LONG_PUSH),
                        frame(0x89, "are you there"),
                        frame(0x01, "{\"pu"),
                        frame(0x8a, ""),
                        frame(0x00, "sh\":{\"channel\":\"a\"}}\n"),
                        frame(0x80, PUSH),
                        frame(0x81, "{}"),
                        frame(0x88, ""));
        var whole = SeenFrames.in(bytes);

        for (int end = 0; end <= bytes.length; end++) {
            assertThat(SeenFrames.in(bytes, end)).as("split at %d", end).isEqualTo(whole);
        }
        assertThat(SeenFrames.in(bytes, everyIndexOf(bytes))).isEqualTo(whole);
        assertThat(whole)
                .containsExactly(
                        "push " + PUSH,
                        "ping",
                        "push " + LONG_PUSH,
                        "ping frame are you there",
                        "push {\"push\":{\"channel\":\"a\"}}",
                        "push " + PUSH,
                        "ping",
                        "closed 1005 ");
    }

    @Test
    void largeFramesInRandomPiecesArriveWhole() {
        long seed = new Random().nextLong();
        var random = new SplittableRandom(seed);
        var bytes = bytes(frame(0x81, HUGE_PUSH), frame(0x81, PUSH + "\n" + HUGE_PUSH));
        var whole = SeenFrames.in(bytes);

        for (int round = 0; round < 100; round++) {
            var ends = random.ints(random.nextInt(1, 40), 0, bytes.length).sorted().toArray();

            assertThat(SeenFrames.in(bytes, ends))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(whole);
        }
        assertThat(whole).hasSize(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "masked frame, 818100000000",
        "length above the limit, 817f0000000001000001",
        "negative length, 817fffffffffffffffff",
    })
    void framesThatNoServerSendsAreNonsenseAndWhatFollowsIsNotRead(String what, String hex) {
        var bytes = HexFormat.of().parseHex(hex + "81027b7d");

        assertThat(SeenFrames.in(bytes)).as(what).startsWith("nonsense").doesNotContain("ping");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "half a head, 81",
        "half a long head, 817f000000",
        "half a payload, 81057b7d",
        "no last fragment, 01027b7d",
    })
    void whatIsIncompleteIsWaitedFor(String what, String hex) {
        assertThat(SeenFrames.in(HexFormat.of().parseHex(hex))).as(what).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing behind the key | {\"push\": | reply {\"push\":",
                "another beginning | {\"pusher\":1} | reply {\"pusher\":1}",
                "white space in front | ' {\"push\":1}' | 'reply  {\"push\":1}'",
            })
    void onlyLinesThatBeginAsPushesAreCounted(String what, String line, String seen) {
        assertThat(SeenFrames.in(bytes(frame(0x81, line)))).as(what).isEqualTo(List.of(seen));
    }

    private static int[] everyIndexOf(byte[] bytes) {
        var ends = new int[bytes.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = i;
        }
        return ends;
    }

    private static byte[] bytes(ByteBuf... frames) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(frames));
    }

    /// A frame as a server writes it; characters up to U+00FF are bytes.
    private static ByteBuf frame(int first, String payload) {
        var bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
        var frame = Unpooled.buffer();
        frame.writeByte(first);
        if (bytes.length < 126) {
            frame.writeByte(bytes.length);
        } else if (bytes.length <= 0xffff) {
            frame.writeByte(126).writeShort(bytes.length);
        } else {
            frame.writeByte(127).writeLong(bytes.length);
        }
        return frame.writeBytes(bytes);
    }
}
