package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Writes integers as decimal digits, two at a time.
final class LongText {
    /// The longest text: a sign and 19 digits.
    static final int MAX_BYTES = 20;

    private static final byte[] PAIRS = pairs();
    private static final byte[] MIN = Long.toString(Long.MIN_VALUE).getBytes(US_ASCII);
    private static final long[] POWERS = powers();

    private LongText() {}

    /// Writes `value` at `at`, where there is room, and returns the index after it.
    static int write(long value, byte[] out, int at) {
        if (value >= 0) {
            return writePositive(value, out, at);
        }
        if (value == Long.MIN_VALUE) {
            System.arraycopy(MIN, 0, out, at, MIN.length);
            return at + MIN.length;
        }
        out[at] = '-';
        return writePositive(-value, out, at + 1);
    }

    /// The number of digits of a value that is not negative.
    static int digits(long value) {
        int guess = ((64 - Long.numberOfLeadingZeros(value | 1)) * 1233) >> 12;
        return guess + (value >= POWERS[guess] ? 1 : 0);
    }

    /// Writes the last `count` digits of a value that is not negative, with leading zeros.
    static void writeDigits(long value, int count, byte[] out, int at) {
        int end = at + count;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long next = rest / 100_000_000;
            end = eight((int) (rest - next * 100_000_000), out, end);
            rest = next;
        }
        int small = (int) rest;
        while (end - at >= 2) {
            int next = small / 100;
            end = pair(small - next * 100, out, end);
            small = next;
        }
        if (end > at) {
            out[at] = (byte) ('0' + small);
        }
    }

    private static int writePositive(long value, byte[] out, int at) {
        if (value < 10) {
            out[at] = (byte) ('0' + value);
            return at + 1;
        }
        int count = digits(value);
        writeDigits(value, count, out, at);
        return at + count;
    }

    private static int eight(int value, byte[] out, int end) {
        int high = value / 10_000;
        int low = value - high * 10_000;
        pair(low % 100, out, end);
        pair(low / 100, out, end - 2);
        pair(high % 100, out, end - 4);
        return pair(high / 100, out, end - 6);
    }

    private static int pair(int value, byte[] out, int end) {
        out[end - 1] = PAIRS[2 * value + 1];
        out[end - 2] = PAIRS[2 * value];
        return end - 2;
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    private static long[] powers() {
        long[] powers = new long[20];
        powers[0] = 1;
        for (int i = 1; i < 19; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        powers[19] = Long.MAX_VALUE;
        return powers;
    }
}
