package dev.freshet.server.frame;

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
import java.math.BigInteger;
import tools.jackson.core.JsonToken;

/// Reads one column's values, one after the other.
final class ColumnReader {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final BigInteger MIN_MILLIS =
            BigInteger.valueOf(Long.MIN_VALUE / NANOS_PER_MILLI);
    private static final BigInteger MAX_MILLIS =
            BigInteger.valueOf(Long.MAX_VALUE / NANOS_PER_MILLI - 1);
    private static final BigInteger MAX_REST = BigInteger.valueOf(NANOS_PER_MILLI - 1);
    private static final BigInteger MAX_INDEX = BigInteger.valueOf(Integer.MAX_VALUE);

    private final FieldType type;
    private final ColumnBuilder builder;

    ColumnReader(FieldType type) {
        this.type = type;
        this.builder =
                switch (type) {
                    case TIME -> TimeColumn.builder();
                    case FLOAT64, FLOAT32 -> DoubleColumn.builder(type);
                    case STRING -> StringColumn.builder();
                    case BOOLEAN -> BooleanColumn.builder();
                    case JSON -> JsonColumn.builder();
                    case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, ENUM ->
                            LongColumn.builder(type);
                };
    }

    int rows() {
        return builder.size();
    }

    Column build() {
        return builder.build();
    }

    /// Adds the value that the cursor stands on.
    void read(JsonCursor json) throws InvalidFrameJson {
        if (json.current() == JsonToken.VALUE_NULL) {
            builder.appendNull();
            return;
        }
        switch (builder) {
            case TimeColumn.Builder times ->
                    times.append(json.currentLong(MIN_MILLIS, MAX_MILLIS) * NANOS_PER_MILLI);
            case DoubleColumn.Builder doubles -> doubles.append(number(json));
            case LongColumn.Builder longs -> longs.append(json.currentLong(lowest(), highest()));
            case BooleanColumn.Builder booleans -> booleans.append(truth(json));
            case StringColumn.Builder strings -> {
                json.expect(JsonToken.VALUE_STRING, "a string");
                strings.append(json.currentString());
            }
            case JsonColumn.Builder values -> {
                RawJson value = json.currentRaw();
                if (value != null) {
                    values.append(value);
                }
            }
        }
    }

    /// Puts NaN or an infinity where the values had null.
    void readEntity(JsonCursor json, double value) throws InvalidFrameJson {
        long row = json.currentLong(BigInteger.ZERO, MAX_INDEX);
        if (row >= rows() || !(builder instanceof DoubleColumn.Builder doubles)) {
            throw json.wrong("an entity names a row that is not a number's");
        }
        doubles.set((int) row, value);
    }

    /// Adds what a time has beyond its millisecond.
    void readRest(JsonCursor json, int row) throws InvalidFrameJson {
        long rest = json.currentLong(BigInteger.ZERO, MAX_REST);
        if (row >= rows() || !(builder instanceof TimeColumn.Builder times)) {
            throw json.wrong("nanos names a row that is not a time's");
        }
        times.add(row, rest);
    }

    private double number(JsonCursor json) throws InvalidFrameJson {
        double value = json.currentDouble();
        if (type == FieldType.FLOAT64) {
            return value;
        }
        if (Float.isInfinite((float) value)) {
            throw json.wrong("a 32-bit number is expected");
        }
        return (float) value;
    }

    private static boolean truth(JsonCursor json) throws InvalidFrameJson {
        if (json.current() != JsonToken.VALUE_FALSE) {
            json.expect(JsonToken.VALUE_TRUE, "true or false");
        }
        return json.current() == JsonToken.VALUE_TRUE;
    }

    private BigInteger lowest() {
        return switch (type) {
            case INT8 -> power(7).negate();
            case INT16 -> power(15).negate();
            case INT32 -> power(31).negate();
            case INT64 -> power(63).negate();
            default -> BigInteger.ZERO;
        };
    }

    private BigInteger highest() {
        int bits =
                switch (type) {
                    case INT8 -> 7;
                    case UINT8 -> 8;
                    case INT16 -> 15;
                    case UINT16, ENUM -> 16;
                    case INT32 -> 31;
                    case UINT32 -> 32;
                    case INT64 -> 63;
                    default -> 64;
                };
        return power(bits).subtract(BigInteger.ONE);
    }

    private static BigInteger power(int bits) {
        return BigInteger.ONE.shiftLeft(bits);
    }
}
