package dev.freshet.server.frame;

import static java.lang.Math.multiplyHigh;

import java.math.BigInteger;

/// The shortest decimal that reads back as a given double, and of those the closest: `digits *
/// 10^exponent`.
///
/// Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles", 2020), which is also
/// behind `Double.toString`; that one makes a String with Java's own punctuation, this one gives
/// the numbers. The names in the code are those of the paper. One algorithm, to be read from top to
/// bottom.
record ShortestDecimal(long digits, int exponent) {
    private static final int PRECISION = 53;
    private static final int Q_MIN = -1074;
    private static final long C_MIN = 1L << (PRECISION - 1);
    private static final int EXPONENT_MASK = 0x7FF;
    private static final long LOW_63 = Long.MAX_VALUE;

    /// @param value finite and greater than 0
    static ShortestDecimal of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long fraction = bits & (C_MIN - 1);
        int biased = (int) (bits >>> (PRECISION - 1)) & EXPONENT_MASK;
        return biased == 0
                ? shortest(Q_MIN, fraction)
                : shortest(Q_MIN - 1 + biased, C_MIN | fraction);
    }

    /// The shortest decimal of `c * 2^q`.
    private static ShortestDecimal shortest(int q, long c) {
        int out = (int) c & 1;
        long cb = c << 2;
        long cbr = cb + 2;
        boolean regular = c != C_MIN || q == Q_MIN;
        long cbl = regular ? cb - 2 : cb - 1;
        int k = regular ? floorLog10Pow2(q) : floorLog10ThreeQuartersPow2(q);
        int h = q + floorLog2Pow10(-k) + 2;
        long g1 = PowersOfTen.HIGH[k - PowersOfTen.MIN];
        long g0 = PowersOfTen.LOW[k - PowersOfTen.MIN];
        long vb = roundToOdd(g1, g0, cb << h);
        long vbl = roundToOdd(g1, g0, cbl << h);
        long vbr = roundToOdd(g1, g0, cbr << h);

        long s = vb >> 2;
        if (s >= 100) {
            long sp10 = s / 10 * 10;
            long tp10 = sp10 + 10;
            boolean upin = vbl + out <= (sp10 << 2);
            boolean wpin = (tp10 << 2) + out <= vbr;
            if (upin != wpin) {
                return stripped(upin ? sp10 : tp10, k);
            }
        }
        long t = s + 1;
        boolean uin = vbl + out <= (s << 2);
        boolean win = (t << 2) + out <= vbr;
        if (uin != win) {
            return stripped(uin ? s : t, k);
        }
        long closer = vb - ((s + t) << 1);
        return stripped(closer < 0 || (closer == 0 && (s & 1) == 0) ? s : t, k);
    }

    private static ShortestDecimal stripped(long digits, int exponent) {
        long f = digits;
        int k = exponent;
        if (f % 100_000_000 == 0) {
            f /= 100_000_000;
            k += 8;
        }
        while (true) {
            long tenth = f / 10;
            if (tenth * 10 != f) {
                return new ShortestDecimal(f, k);
            }
            f = tenth;
            k++;
        }
    }

    /// `cp * g / 2^127` with all lost bits gathered in the last one.
    private static long roundToOdd(long g1, long g0, long cp) {
        long x1 = multiplyHigh(g0, cp);
        long y0 = g1 * cp;
        long y1 = multiplyHigh(g1, cp);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | (((z & LOW_63) + LOW_63) >>> 63);
    }

    private static int floorLog10Pow2(int e) {
        return (int) ((e * 661_971_961_083L) >> 41);
    }

    private static int floorLog10ThreeQuartersPow2(int e) {
        return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    private static int floorLog2Pow10(int e) {
        return (int) ((e * 913_124_641_741L) >> 38);
    }

    /// For each k: `10^-k = beta * 2^r` with `2^125 <= beta < 2^126`, then `floor(beta) + 1` in two
    /// halves of 63 bits.
    private static final class PowersOfTen {
        static final int MIN = -324;
        static final int MAX = 292;
        static final long[] HIGH = new long[MAX - MIN + 1];
        static final long[] LOW = new long[MAX - MIN + 1];

        static {
            for (int k = MIN; k <= MAX; k++) {
                BigInteger g = beta(k).add(BigInteger.ONE);
                HIGH[k - MIN] = g.shiftRight(63).longValueExact();
                LOW[k - MIN] = g.longValue() & LOW_63;
            }
        }

        private static BigInteger beta(int k) {
            int shift = 125 - floorLog2Pow10(-k);
            if (k <= 0) {
                return BigInteger.TEN.pow(-k).shiftLeft(shift);
            }
            return BigInteger.ONE.shiftLeft(shift).divide(BigInteger.TEN.pow(k));
        }
    }
}
