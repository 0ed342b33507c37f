package dev.freshet.server.bench;

import java.util.Locale;

/// How numbers look in the table.
final class Amounts {
    private static final double MICROS_PER_MILLI = 1000;
    private static final double MIB = 1024 * 1024;

    private Amounts() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(double number) {
        return count(Math.round(number));
    }

    /// With one decimal, where that says something.
    static String rate(double perSecond) {
        return perSecond >= 1000 ? count(perSecond) : String.format(Locale.ROOT, "%.1f", perSecond);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    static String millis(long micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / MICROS_PER_MILLI);
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
    }
}
