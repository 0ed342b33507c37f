package dev.freshet.sources.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times as databases write them, and as nanoseconds since 1970-01-01 UTC.
final class Times {
    private static final DateTimeFormatter MICROS = format("yyyy-MM-dd HH:mm:ss.SSSSSS");
    private static final DateTimeFormatter MILLIS = format("yyyy-MM-dd HH:mm:ss.SSS");

    private Times() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /// In UTC, rounded up to microseconds: rows that are not before a moment are not before this.
    static String micros(Instant moment) {
        return MICROS.format(moment.plusNanos(999).truncatedTo(ChronoUnit.MICROS));
    }

    /// In UTC, rounded up to milliseconds.
    static String millis(Instant moment) {
        return MILLIS.format(moment.plusNanos(999_999).truncatedTo(ChronoUnit.MILLIS));
    }

    /// Seconds since 1970 with all digits.
    static String seconds(Instant moment) {
        return BigDecimal.valueOf(moment.getEpochSecond())
                .add(BigDecimal.valueOf(moment.getNano(), 9))
                .stripTrailingZeros()
                .toPlainString();
    }

    /// Nanoseconds since 1970 of what a database gave as a time; null when it is none, or outside
    /// of the years 1678 to 2261.
    static @Nullable Long nanos(@Nullable Object value) {
        return switch (value) {
            case OffsetDateTime time -> ofInstant(time.toInstant());
            case LocalDateTime time -> ofInstant(time.toInstant(ZoneOffset.UTC));
            case LocalDate date -> ofInstant(date.atStartOfDay().toInstant(ZoneOffset.UTC));
            case Number number -> ofEpoch(number);
            case String text -> ofText(text);
            case null, default -> null;
        };
    }

    private static @Nullable Long ofInstant(Instant moment) {
        long seconds = moment.getEpochSecond();
        boolean fits = Math.abs(seconds) < Long.MAX_VALUE / 1_000_000_000;
        return fits ? (Long) (seconds * 1_000_000_000 + moment.getNano()) : null;
    }

    /// A number since 1970: seconds below 10¹¹, milliseconds below 10¹⁴, microseconds below 10¹⁷,
    /// else nanoseconds.
    static @Nullable Long ofEpoch(Number number) {
        try {
            var exact = new BigDecimal(number.toString());
            int digits = exact.precision() - exact.scale();
            int power = digits <= 11 ? 9 : digits <= 14 ? 6 : digits <= 17 ? 3 : 0;
            return exact.movePointRight(power).setScale(0, RoundingMode.FLOOR).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    /// `2026-11-25`, `2026-11-25 10:00`, `2026-11-25T10:00:00.123Z`, `… +01:00`.
    private static @Nullable Long ofText(String text) {
        var iso = text.strip().replaceFirst("^(\\S{10})\\s+", "$1T").replaceAll("\\s", "");
        try {
            return nanos(
                    iso.length() == 10
                            ? LocalDate.parse(iso)
                            : DateTimeFormatter.ISO_DATE_TIME.parseBest(
                                    iso, OffsetDateTime::from, LocalDateTime::from));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
