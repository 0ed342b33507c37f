package dev.freshet.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskingTest {
    /// RFC 6455 §5.3 said byte by byte.
    private static byte[] unmasked(byte[] source, int offset, int length, int mask) {
        var plain = new byte[length];
        for (int i = 0; i < length; i++) {
            int octet = mask >>> (24 - 8 * (i % 4));
            plain[i] = (byte) (source[offset + i] ^ octet);
        }
        return plain;
    }

    @Test
    void agreesWithTheDefinition() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int run = 0; run < 20_000; run++) {
            var source = new byte[random.nextInt(70)];
            random.nextBytes(source);
            int from = random.nextInt(source.length + 1);
            int length = random.nextInt(source.length - from + 1);
            int to = random.nextInt(9);
            int mask = run % 7 == 0 ? 0 : random.nextInt();
            var target = new byte[to + length + 3];

            Masking.copy(Unpooled.wrappedBuffer(source), from, target, to, length, mask);

            var expected = new byte[target.length];
            System.arraycopy(unmasked(source, from, length, mask), 0, expected, to, length);
            assertThat(target).as("seed %d run %d", seed, run).isEqualTo(expected);
        }
    }
}
