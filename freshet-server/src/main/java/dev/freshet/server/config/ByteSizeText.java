package dev.freshet.server.config;

import java.util.Map;

/// Sizes: a number of bytes, or a number with `KiB`, `MiB`, `GiB` (1,024) or `KB`, `MB`, `GB`
/// (1,000).
final class ByteSizeText {
    private static final Map<String, Long> UNITS =
            Map.of(
                    "",
                    1L,
                    "B",
                    1L,
                    "KB",
                    1_000L,
                    "MB",
                    1_000_000L,
                    "GB",
                    1_000_000_000L,
                    "KIB",
                    1L << 10,
                    "MIB",
                    1L << 20,
                    "GIB",
                    1L << 30);

    private ByteSizeText() {}

    /// Reads a number with or without a unit.
    ///
    /// @throws IllegalArgumentException with a message that completes *is …*
    static long parse(String text) {
        int unitAt = text.length();
        while (unitAt > 0 && Character.isLetter(text.charAt(unitAt - 1))) {
            unitAt--;
        }
        var unit = UNITS.get(text.substring(unitAt).toUpperCase(java.util.Locale.ROOT));
        var number = text.substring(0, unitAt).strip();
        if (unit == null || !number.matches("-?[0-9]{1,15}")) {
            throw new IllegalArgumentException(
                    "not a size; write bytes, or a number with KiB, MiB or GiB, for example 16MiB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(number), unit);
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("too large");
        }
    }
}
