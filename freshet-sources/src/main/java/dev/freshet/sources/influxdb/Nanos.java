package dev.freshet.sources.influxdb;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// A time that is a value, in nanoseconds since 1970-01-01 UTC.
record Nanos(long value) {
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                    .optionalStart()
                    .appendOffsetId()
                    .optionalEnd()
                    .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
                    .toFormatter(Locale.ROOT);

    static long of(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }

    /// Reads `2026-01-01T00:00:00.5Z`, in UTC when it has no offset.
    ///
    /// @throws DateTimeException when it is none
    /// @throws ArithmeticException when it is not between 1677 and 2262
    static Nanos parse(String text) {
        return new Nanos(of(ISO.parse(text, Instant::from)));
    }
}
