package dev.freshet.plugins.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One column on its way from Arrow's vectors, one per record batch, to a [Field]. Grafana's SDK
/// says in the metadata of a column what Arrow has no type for.
final class ArrowColumn {
    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final org.apache.arrow.vector.types.pojo.Field field;
    private final ColumnBuilder values;
    private final long nanosPerUnit;

    private ArrowColumn(org.apache.arrow.vector.types.pojo.Field field, FieldType type) {
        this.field = field;
        this.values = ColumnBuilder.of(type);
        this.nanosPerUnit = field.getType() instanceof ArrowType.Timestamp time ? nanos(time) : 1;
    }

    /// Empty when frames have no such type.
    static Optional<ArrowColumn> of(org.apache.arrow.vector.types.pojo.Field field) {
        var type = type(field);
        return type == null ? Optional.empty() : Optional.of(new ArrowColumn(field, type));
    }

    private static @Nullable FieldType type(org.apache.arrow.vector.types.pojo.Field field) {
        return switch (field.getType()) {
            case ArrowType.Int whole -> whole(whole, isEnum(field));
            case ArrowType.FloatingPoint real
                    when real.getPrecision() == FloatingPointPrecision.SINGLE ->
                    FieldType.FLOAT32;
            case ArrowType.FloatingPoint real
                    when real.getPrecision() == FloatingPointPrecision.DOUBLE ->
                    FieldType.FLOAT64;
            case ArrowType.Utf8 _, ArrowType.LargeUtf8 _ -> FieldType.STRING;
            case ArrowType.Bool _ -> FieldType.BOOLEAN;
            case ArrowType.Timestamp _ -> FieldType.TIME;
            case ArrowType.Binary _ -> FieldType.JSON;
            default -> null;
        };
    }

    private static FieldType whole(ArrowType.Int type, boolean isEnum) {
        boolean signed = type.getIsSigned();
        return switch (type.getBitWidth()) {
            case 8 -> signed ? FieldType.INT8 : FieldType.UINT8;
            case 16 -> isEnum ? FieldType.ENUM : signed ? FieldType.INT16 : FieldType.UINT16;
            case 32 -> signed ? FieldType.INT32 : FieldType.UINT32;
            default -> signed ? FieldType.INT64 : FieldType.UINT64;
        };
    }

    private static boolean isEnum(org.apache.arrow.vector.types.pojo.Field field) {
        return "enum".equals(field.getMetadata().get("tstype"));
    }

    private static long nanos(ArrowType.Timestamp time) {
        return switch (time.getUnit()) {
            case SECOND -> TimeUnit.SECONDS.toNanos(1);
            case MILLISECOND -> TimeUnit.MILLISECONDS.toNanos(1);
            case MICROSECOND -> TimeUnit.MICROSECONDS.toNanos(1);
            case NANOSECOND -> 1;
        };
    }

    org.apache.arrow.vector.types.pojo.Field field() {
        return field;
    }

    /// Adds what a batch has of it.
    ///
    /// @throws RuntimeException from Arrow, when its values point outside of the batch
    void append(FieldVector vector, int rows) throws UnreadableArrow {
        for (int row = 0; row < rows; row++) {
            if (vector.isNull(row)) {
                values.appendNull();
            } else {
                append(vector, row, values);
            }
        }
    }

    private void append(FieldVector vector, int row, ColumnBuilder to) throws UnreadableArrow {
        switch (to) {
            case LongColumn.Builder longs ->
                    longs.append(((BaseIntVector) vector).getValueAsLong(row));
            case DoubleColumn.Builder reals ->
                    reals.append(
                            vector instanceof Float4Vector floats
                                    ? floats.get(row)
                                    : ((Float8Vector) vector).get(row));
            case BooleanColumn.Builder booleans ->
                    booleans.append(((BitVector) vector).get(row) != 0);
            case TimeColumn.Builder times ->
                    times.append(
                            Math.multiplyExact(((TimeStampVector) vector).get(row), nanosPerUnit));
            // Programs that take any bytes for text are shown as they are elsewhere: with marks.
            case StringColumn.Builder texts -> texts.append(new String(bytes(vector, row), UTF_8));
            case JsonColumn.Builder jsons -> jsons.append(json(bytes(vector, row), row));
        }
    }

    /// Looks where the value is before it makes room for it; Arrow does it the other way round.
    private byte[] bytes(FieldVector vector, int row) throws UnreadableArrow {
        long from = offset(vector, row);
        long to = offset(vector, row + 1);
        var data = vector.getDataBuffer();
        if (from < 0 || to < from || to > data.capacity()) {
            throw new UnreadableArrow(
                    "has a value in column \""
                            + field.getName()
                            + "\", row "
                            + (row + 1)
                            + ", that is not inside of the file");
        }
        var bytes = new byte[(int) (to - from)];
        data.getBytes(from, bytes);
        return bytes;
    }

    private static long offset(FieldVector vector, int row) {
        var offsets = vector.getOffsetBuffer();
        return vector instanceof LargeVarCharVector
                ? offsets.getLong((long) row * Long.BYTES)
                : offsets.getInt((long) row * Integer.BYTES);
    }

    /// The SDK writes a JSON value that was never set as no bytes.
    private RawJson json(byte[] bytes, int row) throws UnreadableArrow {
        try {
            return bytes.length == 0 ? RawJson.of("null") : RawJson.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new UnreadableArrow(
                    "has a value in column \""
                            + field.getName()
                            + "\", row "
                            + (row + 1)
                            + ", that is not JSON",
                    e);
        }
    }

    /// The whole column.
    Field build() throws UnreadableArrow {
        var metadata = field.getMetadata();
        var column = values.build();
        if (column.hasNulls() && !field.isNullable()) {
            throw new UnreadableArrow(
                    "has nulls in column \"" + field.getName() + "\", which says that it has none");
        }
        var config = metadata.get("config");
        return new Field(
                field.getName(),
                labels(metadata.get("labels")),
                config == null ? null : ArrowFrames.object(config, "config"),
                field.isNullable(),
                column);
    }

    private static @Nullable Map<String, String> labels(@Nullable String json)
            throws UnreadableArrow {
        if (json == null) {
            return null;
        }
        try {
            return JsonMapper.shared().readValue(json, LABELS);
        } catch (JacksonException e) {
            throw new UnreadableArrow("has labels that are no JSON object of texts", e);
        }
    }
}
