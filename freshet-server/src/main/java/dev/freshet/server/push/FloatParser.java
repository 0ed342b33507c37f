package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigInteger;

/// Turns decimal digits into the nearest double, bit for bit as `Double.parseDouble`.
///
/// Three ways, fastest first: both parts are exact doubles (Clinger 1990); one or two
/// multiplications by a 128-bit power of five (Lemire, "Number Parsing at a Gigabyte per Second",
/// 2021); the JDK's parser for the rest: more than 19 digits, subnormals, overflow, and exponents
/// that no agent sends.
final class FloatParser {
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final long EXACT_LONGS = 1L << 53;

    /// So many digits always fit into an unsigned long.
    static final int MAX_DIGITS = 19;

    private static final long LOW_9 = 0x1FF;
    private static final long UNDECIDED = -1;

    private FloatParser() {}

    /// The number in `bytes` from `from` up to `to`: sign, digits, point, exponent.
    ///
    /// @return NaN when it is not a number, an infinity when it is out of range
    static double parse(byte[] bytes, int from, int to) {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        if (negative || (at < to && bytes[at] == '+')) {
            at++;
        }
        int first = at;
        int point = -1;
        long mantissa = 0;
        int significant = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                significant += significant > 0 || digit > 0 ? 1 : 0;
            } else if (bytes[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        int end = at;
        if (end - first - (point < 0 ? 0 : 1) < 1) {
            return Double.NaN;
        }
        int exponent = point < 0 ? 0 : point + 1 - end;
        if (at < to) {
            int written = exponent(bytes, at, to);
            if (written == Integer.MIN_VALUE) {
                return Double.NaN;
            }
            exponent += written;
        }
        if (significant > MAX_DIGITS) {
            return slow(bytes, from, to);
        }
        double value = scale(mantissa, exponent);
        if (Double.isNaN(value)) {
            return slow(bytes, from, to);
        }
        return negative ? -value : value;
    }

    /// The exponent written at `at`, [Integer#MIN_VALUE] when there is something else; far ones are
    /// cut.
    private static int exponent(byte[] bytes, int at, int to) {
        if (bytes[at] != 'e' && bytes[at] != 'E') {
            return Integer.MIN_VALUE;
        }
        int i = at + 1;
        boolean negative = i < to && bytes[i] == '-';
        if (negative || (i < to && bytes[i] == '+')) {
            i++;
        }
        if (i == to) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            exponent = Math.min(exponent * 10 + digit, 100_000);
        }
        return negative ? -exponent : exponent;
    }

    /// `mantissa * 10^exponent`, NaN when neither fast way decides it. The mantissa is unsigned.
    static double scale(long mantissa, int exponent) {
        if (mantissa == 0) {
            return 0;
        }
        if (mantissa > 0 && mantissa <= EXACT_LONGS && exponent >= -22 && exponent <= 22) {
            return exponent < 0
                    ? (double) mantissa / EXACT_POWERS[-exponent]
                    : (double) mantissa * EXACT_POWERS[exponent];
        }
        if (exponent < PowersOfFive.MIN || exponent > PowersOfFive.MAX) {
            return Double.NaN;
        }
        long bits = eiselLemire(mantissa, exponent);
        return bits == UNDECIDED ? Double.NaN : Double.longBitsToDouble(bits);
    }

    private static long eiselLemire(long mantissa, int exponent) {
        int leadingZeros = Long.numberOfLeadingZeros(mantissa);
        long w = mantissa << leadingZeros;
        long power = PowersOfFive.HIGH[exponent - PowersOfFive.MIN];
        long high = Math.unsignedMultiplyHigh(w, power);
        long low = w * power;
        if ((high & LOW_9) == LOW_9) {
            long more = Math.unsignedMultiplyHigh(w, PowersOfFive.LOW[exponent - PowersOfFive.MIN]);
            low += more;
            if (Long.compareUnsigned(more, low) > 0) {
                high++;
            }
        }
        if (low == -1 && (exponent < -27 || exponent > 55)) {
            return UNDECIDED;
        }
        int upper = (int) (high >>> 63);
        int shift = upper + 64 - 52 - 3;
        long m = high >>> shift;
        int binary = (((152170 + 65536) * exponent) >> 16) + 63 + upper - leadingZeros + 1023;
        if (binary <= 0 || binary >= 2046) {
            return UNDECIDED;
        }
        boolean tiePossible = (low == 0 || low == 1) && exponent >= -4 && exponent <= 23;
        if (tiePossible && (m & 3) == 1 && (m << shift) == high) {
            m &= ~1L;
        }
        m = (m + (m & 1)) >>> 1;
        if (m >= 1L << 53) {
            m = 1L << 52;
            binary++;
        }
        return (m & ~(1L << 52)) | (long) binary << 52;
    }

    private static double slow(byte[] bytes, int from, int to) {
        return Double.parseDouble(new String(bytes, from, to - from, ISO_8859_1));
    }

    /// The leading 128 bits of each power of five; for negative powers of the reciprocal, rounded
    /// up.
    private static final class PowersOfFive {
        static final int MIN = -60;
        static final int MAX = 60;
        static final long[] HIGH = new long[MAX - MIN + 1];
        static final long[] LOW = new long[MAX - MIN + 1];

        static {
            for (int q = MIN; q <= MAX; q++) {
                BigInteger bits = leading128(q);
                HIGH[q - MIN] = bits.shiftRight(64).longValue();
                LOW[q - MIN] = bits.longValue();
            }
        }

        private static BigInteger leading128(int q) {
            BigInteger power = BigInteger.valueOf(5).pow(Math.abs(q));
            if (q >= 0) {
                return power.shiftLeft(128 - power.bitLength());
            }
            int z = power.subtract(BigInteger.ONE).bitLength();
            int b = q >= -27 ? z + 127 : 2 * z + 128;
            BigInteger reciprocal = BigInteger.ONE.shiftLeft(b).divide(power).add(BigInteger.ONE);
            return reciprocal.shiftRight(Math.max(0, reciprocal.bitLength() - 128));
        }
    }
}
