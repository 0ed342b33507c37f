package dev.freshet.engine.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes the commands of one delta (§15); numbers are in base 64.
final class FossilWriter {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int BITS_PER_DIGIT = 6;

    /// The target's length, one insert and the checksum: copies and the inserts in front of them
    /// are never longer than what they stand for.
    private static final int MAX_OVERHEAD = 3 * 7;

    private final byte[] target;
    private final byte[] out;
    private int size;

    FossilWriter(byte[] target) {
        this.target = target;
        this.out = new byte[target.length + MAX_OVERHEAD];
        command(target.length, '\n');
    }

    /// How many digits the number takes.
    static int digits(int number) {
        int digits = 1;
        for (int rest = number >>> BITS_PER_DIGIT; rest != 0; rest >>>= BITS_PER_DIGIT) {
            digits++;
        }
        return digits;
    }

    /// Inserts a piece of the target.
    void insert(int from, int to) {
        command(to - from, ':');
        System.arraycopy(target, from, out, size, to - from);
        size += to - from;
    }

    /// Copies a piece of the base.
    void copy(int length, int baseOffset) {
        command(length, '@');
        command(baseOffset, ',');
    }

    /// The complete delta.
    byte[] end() {
        command(checksum(target), ';');
        return Arrays.copyOf(out, size);
    }

    private void command(int number, char letter) {
        int at = size + digits(number);
        size = at + 1;
        out[at] = (byte) letter;
        int rest = number;
        do {
            out[--at] = DIGITS[rest & 63];
            rest >>>= BITS_PER_DIGIT;
        } while (rest != 0);
    }

    /// The sum of the bytes taken as big-endian words of 32 bits, padded with zeros.
    private static int checksum(byte[] bytes) {
        int sum = 0;
        int i = 0;
        for (; i + 4 <= bytes.length; i += 4) {
            sum += (int) WORDS.get(bytes, i);
        }
        for (int shift = 24; i < bytes.length; i++, shift -= 8) {
            sum += (bytes[i] & 0xff) << shift;
        }
        return sum;
    }
}
