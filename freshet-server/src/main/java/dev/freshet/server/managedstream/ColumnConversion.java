package dev.freshet.server.managedstream;

import dev.freshet.server.frame.NumberText;
import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import org.jspecify.annotations.Nullable;

/// Fits a column to the type that the stream's field has had from the start.
///
/// A number fits another numeric type that can hold it, and everything fits a string column by its
/// text; other values become null.
///
/// @param lost how many values became null
record ColumnConversion(Column column, long lost) {
    private static final double TWO_63 = 0x1p63;

    /// Converts `column` to `target`, another type.
    static ColumnConversion convert(Column column, FieldType target) {
        return switch (target) {
            case FLOAT64, FLOAT32 -> toDoubles(column, DoubleColumn.builder(target));
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
                    toLongs(column, LongColumn.builder(target), target);
            case STRING -> toStrings(column, StringColumn.builder());
            case TIME -> nothing(column, TimeColumn.builder());
            case BOOLEAN -> nothing(column, BooleanColumn.builder());
            case ENUM -> nothing(column, LongColumn.builder(target));
            case JSON -> nothing(column, JsonColumn.builder());
        };
    }

    private static ColumnConversion toDoubles(Column column, DoubleColumn.Builder builder) {
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                builder.appendNull();
            } else if (column instanceof DoubleColumn doubles) {
                builder.append(doubles.value(row));
            } else if (column instanceof LongColumn longs && isNumber(longs)) {
                builder.append(toDouble(longs, row));
            } else {
                builder.appendNull();
            }
        }
        return finish(column, builder);
    }

    private static ColumnConversion toLongs(
            Column column, LongColumn.Builder builder, FieldType target) {
        for (int row = 0; row < column.size(); row++) {
            Long value = column.isNull(row) ? null : toLong(column, row);
            if (value != null && fits(value, target)) {
                builder.append(value);
            } else {
                builder.appendNull();
            }
        }
        return finish(column, builder);
    }

    private static ColumnConversion toStrings(Column column, StringColumn.Builder builder) {
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                builder.appendNull();
            } else {
                builder.append(text(column, row));
            }
        }
        return finish(column, builder);
    }

    private static ColumnConversion nothing(Column column, ColumnBuilder builder) {
        builder.padTo(column.size());
        return finish(column, builder);
    }

    private static ColumnConversion finish(Column source, ColumnBuilder builder) {
        Column result = builder.build();
        long lost = 0;
        for (int row = 0; row < result.size(); row++) {
            lost += result.isNull(row) && !source.isNull(row) ? 1 : 0;
        }
        return new ColumnConversion(result, lost);
    }

    private static boolean isNumber(LongColumn column) {
        return column.type() != FieldType.ENUM;
    }

    private static double toDouble(LongColumn column, int row) {
        long value = column.value(row);
        if (value >= 0 || column.type() != FieldType.UINT64) {
            return (double) value;
        }
        return (double) ((value >>> 1) | (value & 1)) * 2;
    }

    /// The value as a signed integer, null when it is none.
    private static @Nullable Long toLong(Column column, int row) {
        if (column instanceof LongColumn longs && isNumber(longs)) {
            long value = longs.value(row);
            return value < 0 && column.type() == FieldType.UINT64 ? null : value;
        }
        if (column instanceof DoubleColumn doubles) {
            double value = doubles.value(row);
            return value == Math.rint(value) && Math.abs(value) < TWO_63 ? (long) value : null;
        }
        return null;
    }

    private static boolean fits(long value, FieldType target) {
        return switch (target) {
            case INT8 -> value == (byte) value;
            case INT16 -> value == (short) value;
            case INT32 -> value == (int) value;
            case UINT8 -> value >= 0 && value <= 0xFF;
            case UINT16 -> value >= 0 && value <= 0xFFFF;
            case UINT32 -> value >= 0 && value <= 0xFFFF_FFFFL;
            case UINT64 -> value >= 0;
            default -> true;
        };
    }

    private static String text(Column column, int row) {
        return switch (column) {
            case DoubleColumn doubles -> text(doubles.value(row));
            case LongColumn longs ->
                    longs.type() == FieldType.UINT64
                            ? Long.toUnsignedString(longs.value(row))
                            : Long.toString(longs.value(row));
            case TimeColumn times -> Long.toString(times.value(row));
            case BooleanColumn booleans -> Boolean.toString(booleans.value(row));
            case StringColumn strings -> strings.value(row);
            case JsonColumn values -> String.valueOf(values.value(row));
        };
    }

    private static String text(double value) {
        return Double.isFinite(value) ? NumberText.of(value) : Double.toString(value);
    }
}
