package dev.freshet.sources.upstream;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/// Times as data sources write them, as nanoseconds since 1970-01-01 UTC. What is no time, or
/// outside of the years 1678 to 2261, is null.
public final class TimeValues {
    private static final int NANO_DIGITS = 9;
    private static final int MOST_DIGITS = 20;

    private TimeValues() {}

    /// The nanoseconds of a moment.
    public static @Nullable Long of(Instant moment) {
        long seconds = moment.getEpochSecond();
        boolean fits = Math.abs(seconds) < Long.MAX_VALUE / 1_000_000_000;
        return fits ? (Long) (seconds * 1_000_000_000 + moment.getNano()) : null;
    }

    /// A number since 1970, whose size tells the unit: seconds below 10¹¹, milliseconds below 10¹⁴,
    /// microseconds below 10¹⁷, else nanoseconds.
    public static @Nullable Long ofEpoch(Number number) {
        try {
            var exact = new BigDecimal(number.toString());
            long digits = exact.precision() - (long) exact.scale();
            return scaled(exact, digits <= 11 ? 9 : digits <= 14 ? 6 : digits <= 17 ? 3 : 0);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// A number since 1970 in a known unit.
    ///
    /// @param digits after the point of a second: 0 for seconds, 3 for milliseconds
    public static @Nullable Long ofEpoch(Number number, int digits) {
        try {
            return scaled(new BigDecimal(number.toString()), NANO_DIGITS - digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long scaled(BigDecimal number, int power) {
        long digits = number.precision() - (long) number.scale();
        if (digits > MOST_DIGITS) {
            return null;
        }
        if (digits < -MOST_DIGITS) { // all digits of such numbers would be very many
            return number.signum() < 0 ? -1L : 0L;
        }
        try {
            return number.movePointRight(power).setScale(0, RoundingMode.FLOOR).longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /// `2026-11-25`, `2026-11-25 10:00`, `2026-11-25T10:00:00.123Z`, `… +01:00`; UTC where there is
    /// no offset.
    public static @Nullable Long ofText(String text) {
        var iso = text.strip().replaceFirst("^(\\S{10})\\s+", "$1T").replaceAll("\\s", "");
        try {
            return of(
                    iso.length() == 10
                            ? LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : instant(
                                    DateTimeFormatter.ISO_DATE_TIME.parseBest(
                                            iso, OffsetDateTime::from, LocalDateTime::from)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant instant(TemporalAccessor time) {
        return time instanceof LocalDateTime local
                ? local.toInstant(ZoneOffset.UTC)
                : Instant.from(time);
    }
}
