package dev.freshet.server.frame;

import java.math.BigDecimal;

/// Writes doubles as JavaScript and Go do: the shortest digits that read back as the same value,
/// plain between 1e-6 and 1e21, with an exponent beyond.
///
/// The digits come from [ShortestDecimal]; whole numbers up to 2^53, most of what agents send,
/// never get there.
final class DoubleText {
    /// Room that every text fits into.
    static final int MAX_BYTES = 32;

    private static final double EXACT_LONGS = 0x1p53;

    private DoubleText() {}

    /// Writes a finite `value` at `at`, where there is room for [#MAX_BYTES], and returns the index
    /// after it.
    static int write(double value, byte[] out, int at) {
        if (value == (long) value && Math.abs(value) <= EXACT_LONGS) {
            return writeWhole(value, out, at);
        }
        int start = at;
        if (value < 0) {
            out[start++] = '-';
        }
        ShortestDecimal decimal = ShortestDecimal.of(Math.abs(value));
        return format(decimal.digits(), decimal.exponent(), out, start);
    }

    /// Writes the shortest text that reads back as the same float.
    static int write(float value, byte[] out, int at) {
        if (value == (long) value && Math.abs(value) <= EXACT_LONGS) {
            return writeWhole(value, out, at);
        }
        BigDecimal decimal = new BigDecimal(Float.toString(Math.abs(value))).stripTrailingZeros();
        int start = at;
        if (value < 0) {
            out[start++] = '-';
        }
        return format(decimal.unscaledValue().longValueExact(), -decimal.scale(), out, start);
    }

    private static int writeWhole(double value, byte[] out, int at) {
        if (value == 0 && Double.doubleToRawLongBits(value) != 0) {
            out[at] = '-';
            out[at + 1] = '0';
            return at + 2;
        }
        return LongText.write((long) value, out, at);
    }

    private static int format(long digits, int exponent, byte[] out, int at) {
        int count = LongText.digits(digits);
        int point = count + exponent;
        if (point > 21 || point <= -6) {
            return scientific(digits, count, point - 1, out, at);
        }
        if (point <= 0) {
            return fraction(digits, count, -point, out, at);
        }
        if (exponent >= 0) {
            LongText.writeDigits(digits, count, out, at);
            return zeros(exponent, out, at + count);
        }
        // The digits go one place to the right of where they belong, then those before the point
        // move back.
        LongText.writeDigits(digits, count, out, at + 1);
        for (int i = 0; i < point; i++) {
            out[at + i] = out[at + i + 1];
        }
        out[at + point] = '.';
        return at + count + 1;
    }

    private static int fraction(long digits, int count, int zeros, byte[] out, int at) {
        out[at] = '0';
        out[at + 1] = '.';
        int start = zeros(zeros, out, at + 2);
        LongText.writeDigits(digits, count, out, start);
        return start + count;
    }

    private static int scientific(long digits, int count, int power, byte[] out, int at) {
        LongText.writeDigits(digits, count, out, at + 1);
        out[at] = out[at + 1];
        int end = at + 1;
        if (count > 1) {
            out[at + 1] = '.';
            end = at + count + 1;
        }
        out[end++] = 'e';
        out[end++] = (byte) (power < 0 ? '-' : '+');
        return LongText.write(Math.abs(power), out, end);
    }

    private static int zeros(int count, byte[] out, int at) {
        for (int i = 0; i < count; i++) {
            out[at + i] = '0';
        }
        return at + count;
    }
}
