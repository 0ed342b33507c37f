package dev.freshet.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    @Test
    void agreesWithTheDecoderOfTheJdkOnRandomBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = randomBytes(random);
            assertThat(Utf8.indexOfInvalid(bytes, 0, bytes.length) < 0)
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(decodes(bytes, bytes.length));
        }
    }

    @Test
    void whatStandsBeforeTheIndexIsValid() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = randomBytes(random);
            int invalid = Utf8.indexOfInvalid(bytes, 0, bytes.length);
            if (invalid >= 0) {
                assertThat(decodes(bytes, invalid)).as("seed %d, round %d", seed, i).isTrue();
            }
        }
    }

    @Test
    void looksOnlyAtTheRange() {
        byte[] bytes = "ééé".getBytes(UTF_8);

        assertThat(Utf8.indexOfInvalid(bytes, 2, 4)).isEqualTo(-1);
        assertThat(Utf8.indexOfInvalid(bytes, 2, 5)).isEqualTo(4);
        assertThat(Utf8.indexOfInvalid(bytes, 1, 4)).isEqualTo(1);
    }

    /// Mostly text, with lead and continuation bytes in unlikely places.
    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(24)];
        byte[] interesting = {
            (byte) 0x80, (byte) 0xBF, (byte) 0xC0, (byte) 0xC2, (byte) 0xDF, (byte) 0xE0,
            (byte) 0xED, (byte) 0xEF, (byte) 0xF0, (byte) 0xF4, (byte) 0xF5, (byte) 0x9F,
            (byte) 0x90, (byte) 0xA0, (byte) 0x8F, 'a'
        };
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                    random.nextInt(3) == 0
                            ? interesting[random.nextInt(interesting.length)]
                            : (byte) random.nextInt(128);
        }
        return bytes;
    }

    private static boolean decodes(byte[] bytes, int length) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
