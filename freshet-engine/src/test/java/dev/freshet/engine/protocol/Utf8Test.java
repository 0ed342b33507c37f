package dev.freshet.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Java's own decoder is the oracle.
class Utf8Test {
    @ParameterizedTest
    @CsvSource({
        "'', -1",
        "41, -1",
        "c3a9, -1",
        "e282ac, -1",
        "f09f9880, -1",
        "f48fbfbf, -1",
        "4180, 1",
        "c080, 0",
        "c1bf, 0",
        "e08080, 0",
        "e09fbf, 0",
        "eda080, 0",
        "edbfbf, 0",
        "ee8080, -1",
        "f08fbfbf, 0",
        "f4908080, 0",
        "f5808080, 0",
        "ff, 0",
        "c3, 0",
        "e282, 0",
        "f09f98, 0",
        "4141414141414141c3, 8",
        "4141414141414141c3a9, -1",
        "41414141414141c3a941414141414141ff, 16"
    })
    void firstInvalidByteIsFound(String hex, int expected) {
        var bytes = HexFormat.of().parseHex(hex);

        assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(expected);
    }

    @Test
    void bytesOutsideOfTheRangeAreNotLookedAt() {
        byte[] bytes = {(byte) 0xff, 'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff};

        assertThat(Utf8.firstInvalid(bytes, 1, 3)).isEqualTo(-1);
        assertThat(Utf8.firstInvalid(bytes, 1, 2)).isEqualTo(2);
    }

    @Test
    void agreesWithJavasDecoder() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int run = 0; run < 200_000; run++) {
            var bytes = mostlyText(random);
            int offset = random.nextInt(bytes.length + 1);
            int length = bytes.length - offset;

            assertThat(Utf8.firstInvalid(bytes, offset, length))
                    .as("seed %d run %d: %s", seed, run, HexFormat.of().formatHex(bytes))
                    .isEqualTo(decodersOpinion(bytes, offset, length));
        }
    }

    /// Bytes that are text in the main, so that mistakes sit at every distance from the beginning.
    private static byte[] mostlyText(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> 'a' + random.nextInt(26);
                        case 1 -> 0x80 + random.nextInt(0x700);
                        case 2 -> 0xe000 + random.nextInt(0x1000);
                        default -> 0x10000 + random.nextInt(0x100000);
                    });
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static int decodersOpinion(byte[] bytes, int offset, int length) {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes, offset, length);
        var result = decoder.decode(in, CharBuffer.allocate(length + 1), true);
        return result.isError() ? in.position() : -1;
    }
}
