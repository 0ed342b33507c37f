package dev.freshet.sources.sql;

import dev.freshet.sources.upstream.TimeValues;
import java.math.BigDecimal;
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

    /// Nanoseconds since 1970 of what a database gave as a time; null when it is none.
    static @Nullable Long nanos(@Nullable Object value) {
        return switch (value) {
            case OffsetDateTime time -> TimeValues.of(time.toInstant());
            case LocalDateTime time -> TimeValues.of(time.toInstant(ZoneOffset.UTC));
            case LocalDate date -> TimeValues.of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
            case Number number -> TimeValues.ofEpoch(number);
            case String text -> TimeValues.ofText(text);
            case null, default -> null;
        };
    }
}
