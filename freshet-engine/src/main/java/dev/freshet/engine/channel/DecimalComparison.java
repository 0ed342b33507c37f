package dev.freshet.engine.channel;

import java.math.BigDecimal;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Compares a tag with a number: exactly, in decimals. What is not a number never fits.
///
/// @param number parsed once
/// @param fits given the sign of the tag minus the number
record DecimalComparison(BigDecimal number, IntPredicate fits) implements Predicate<String> {
    private static final int MAX_LENGTH = 100;

    @Override
    public boolean test(String tag) {
        var value = parse(tag);
        return value != null && fits.test(value.compareTo(number));
    }

    /// Digits with a sign and a fraction when there is one, and no exponent: what it costs depends
    /// on nothing but its length, which is limited.
    static @Nullable BigDecimal parse(String text) {
        return isDecimal(text) ? new BigDecimal(text) : null;
    }

    private static boolean isDecimal(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        int begin = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int dot = text.indexOf('.', begin);
        return dot < 0
                ? areDigits(text, begin, length)
                : areDigits(text, begin, dot) && areDigits(text, dot + 1, length);
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }
}
