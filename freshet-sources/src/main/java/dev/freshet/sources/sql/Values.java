package dev.freshet.sources.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Columns of frames, made of what a database gave.
final class Values {
    private Values() {}

    /// One column of all rows. A value that does not fit the kind is null.
    static Column column(List<@Nullable Object[]> rows, int index, ColumnKind kind) {
        var builder = builder(kind);
        for (var row : rows) {
            append(builder, row[index]);
        }
        return builder.build();
    }

    private static ColumnBuilder builder(ColumnKind kind) {
        return switch (kind) {
            case TIME -> TimeColumn.builder();
            case NUMBER -> DoubleColumn.builder(FieldType.FLOAT64);
            case INTEGER -> LongColumn.builder(FieldType.INT64);
            case UNSIGNED -> LongColumn.builder(FieldType.UINT64);
            case BOOLEAN -> BooleanColumn.builder();
            case JSON -> JsonColumn.builder();
            case TEXT, BYTES -> StringColumn.builder();
        };
    }

    private static void append(ColumnBuilder builder, @Nullable Object value) {
        switch (builder) {
            case TimeColumn.Builder times -> orNull(times, Times.nanos(value), times::append);
            case DoubleColumn.Builder numbers -> orNull(numbers, number(value), numbers::append);
            case BooleanColumn.Builder booleans -> orNull(booleans, truth(value), booleans::append);
            case LongColumn.Builder numbers -> orNull(numbers, integer(value), numbers::append);
            case JsonColumn.Builder values -> orNull(values, json(value), values::append);
            case StringColumn.Builder texts -> orNull(texts, text(value), texts::append);
        }
    }

    private static <T> void orNull(ColumnBuilder builder, @Nullable T value, Consumer<T> append) {
        if (value == null) {
            builder.appendNull();
        } else {
            append.accept(value);
        }
    }

    /// A finite number; null when it is none.
    static @Nullable Double number(@Nullable Object value) {
        return switch (value) {
            case Number number when Double.isFinite(number.doubleValue()) -> number.doubleValue();
            case Boolean truth -> truth ? 1.0 : 0.0;
            case null, default -> null;
        };
    }

    private static @Nullable Long integer(@Nullable Object value) {
        return value instanceof Number number ? (Long) number.longValue() : null;
    }

    private static @Nullable Boolean truth(@Nullable Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case null, default -> null;
        };
    }

    /// What people read: times in UTC, bytes in Base64.
    static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case OffsetDateTime time -> time(time.toInstant());
            case LocalDateTime time -> time(time.toInstant(ZoneOffset.UTC));
            case LocalDate date -> date.toString();
            default -> value.toString();
        };
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }

    /// What is too deep for us is carried as a text.
    private static @Nullable RawJson json(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        var text = value.toString();
        try {
            return RawJson.of(text.getBytes(UTF_8));
        } catch (IllegalArgumentException e) {
            return RawJson.of(JsonMapper.shared().writeValueAsBytes(text));
        }
    }
}
