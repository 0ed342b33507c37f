package dev.freshet.sources.influxdb;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.LongColumn;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes a column of values whose type shows only when all of them are there: [Long], [Double],
/// [Boolean], [String], [Nanos]. For one thread.
///
/// JSON of InfluxDB does not tell `1` from `1.0`, so numbers are `float64`, for a field to keep its
/// type; only where that would lose digits they are `int64`.
final class AnyColumn {
    private static final long EXACT = 1L << 53;

    private final boolean isTyped;
    private final List<@Nullable Object> values = new ArrayList<>();

    /// @param isTyped whether integers are known to be such, and not numbers without a fraction
    AnyColumn(boolean isTyped) {
        this.isTyped = isTyped;
    }

    void add(@Nullable Object value) {
        values.add(value);
    }

    Column build() {
        if (all(Long.class::isInstance) && any(isTyped ? Objects::nonNull : AnyColumn::needsLong)) {
            return longs();
        }
        if (all(Number.class::isInstance)) {
            return doubles();
        }
        if (all(Boolean.class::isInstance)) {
            return booleans();
        }
        return all(Nanos.class::isInstance) ? times() : strings();
    }

    private static boolean needsLong(@Nullable Object value) {
        return value instanceof Long number && (number > EXACT || number < -EXACT);
    }

    private boolean all(Predicate<Object> isThat) {
        return values.stream().allMatch(each -> each == null || isThat.test(each));
    }

    private boolean any(Predicate<@Nullable Object> isThat) {
        return values.stream().anyMatch(isThat);
    }

    private Column longs() {
        var column = LongColumn.builder(FieldType.INT64);
        for (var value : values) {
            if (value instanceof Long number) {
                column.append(number);
            } else {
                column.appendNull();
            }
        }
        return column.build();
    }

    private Column doubles() {
        var column = DoubleColumn.builder(FieldType.FLOAT64);
        for (var value : values) {
            if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                column.append(number.doubleValue());
            } else {
                column.appendNull();
            }
        }
        return column.build();
    }

    private Column booleans() {
        var column = BooleanColumn.builder();
        for (var value : values) {
            if (value instanceof Boolean truth) {
                column.append(truth);
            } else {
                column.appendNull();
            }
        }
        return column.build();
    }

    private Column times() {
        var column = TimeColumn.builder();
        for (var value : values) {
            if (value instanceof Nanos time) {
                column.append(time.value());
            } else {
                column.appendNull();
            }
        }
        return column.build();
    }

    private Column strings() {
        var column = StringColumn.builder();
        for (var value : values) {
            if (value == null) {
                column.appendNull();
            } else {
                column.append(value.toString());
            }
        }
        return column.build();
    }
}
