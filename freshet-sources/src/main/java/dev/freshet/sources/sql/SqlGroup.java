package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.Shown;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Buckets of time that a query groups by.
///
/// @param step the length of a bucket
/// @param fill what stands in buckets without rows
record SqlGroup(Duration step, Fill fill) {
    /// What stands in buckets without rows.
    sealed interface Fill {
        /// No point.
        record None() implements Fill {}

        /// The series' point before.
        record Previous() implements Fill {}

        record Constant(double value) implements Fill {}
    }

    /// By the macro's second and third argument.
    static SqlGroup of(String macro, String interval, Optional<String> fill)
            throws SourceException {
        return new SqlGroup(
                step(macro, unquoted(interval)), fill(macro, unquoted(fill.orElse(""))));
    }

    BigDecimal seconds() {
        return new BigDecimal(step.toMillis()).movePointLeft(3).stripTrailingZeros();
    }

    private static Duration step(String macro, String interval) throws SourceException {
        var step =
                interval.matches("\\d{1,9}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(interval)))
                        : Intervals.parse(interval);
        return step.filter(Duration::isPositive)
                .orElseThrow(() ->
                        new SourceException(
                                "%s has the interval \"%s\", which is not a duration."
                                        .formatted(macro, Shown.of(interval)),
                                "Write a number with a unit, for example '5m', or"
                                        + " $__interval."));
    }

    private static Fill fill(String macro, String fill) throws SourceException {
        var word = fill.toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.equals("null")) {
            return new Fill.None();
        }
        if (word.equals("previous")) {
            return new Fill.Previous();
        }
        try {
            return new Fill.Constant(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            throw new SourceException(
                    "%s fills with \"%s\".".formatted(macro, Shown.of(fill)),
                    "Fill with a number, NULL or previous.",
                    e);
        }
    }

    private static String unquoted(String text) {
        return text.strip().replaceAll("^'(.*)'$", "$1").strip();
    }
}
