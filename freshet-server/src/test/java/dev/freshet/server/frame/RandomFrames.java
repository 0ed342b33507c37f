package dev.freshet.server.frame;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Frames of all types for property tests.
final class RandomFrames {
    private static final List<FieldType> TYPES = List.of(FieldType.values());
    private static final String[] TEXTS = {
        "", "a", "é\"\\", "\u0000\n\t", "日本語 🚦", "NaN", "k=v, x"
    };

    private RandomFrames() {}

    static Frame frame(Random random) {
        int rows = random.nextInt(6);
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            fields.add(field(random, rows));
        }
        RawJson meta = random.nextBoolean() ? null : RawJson.of("{\"custom\":[1,\"\\u00e9\"]}");
        return new Frame(text(random), text(random), meta, fields);
    }

    private static Field field(Random random, int rows) {
        boolean nullable = random.nextBoolean();
        Column column = column(random, rows, nullable);
        Map<String, String> labels =
                switch (random.nextInt(3)) {
                    case 0 -> null;
                    case 1 -> Map.of();
                    default -> Map.of("host", text(random), "a b", text(random));
                };
        RawJson config = random.nextBoolean() ? null : RawJson.of("{\"unit\":\"s\"}");
        return new Field(text(random), labels, config, nullable, column);
    }

    private static Column column(Random random, int rows, boolean nullable) {
        FieldType type = TYPES.get(random.nextInt(TYPES.size()));
        ColumnBuilder builder =
                switch (type) {
                    case TIME -> TimeColumn.builder();
                    case FLOAT64, FLOAT32 -> DoubleColumn.builder(type);
                    case STRING -> StringColumn.builder();
                    case BOOLEAN -> BooleanColumn.builder();
                    case JSON -> JsonColumn.builder();
                    default -> LongColumn.builder(type);
                };
        for (int row = 0; row < rows; row++) {
            if (nullable && random.nextInt(3) == 0) {
                builder.appendNull();
            } else {
                append(builder, type, random);
            }
        }
        return builder.build();
    }

    private static void append(ColumnBuilder builder, FieldType type, Random random) {
        switch (builder) {
            case TimeColumn.Builder times -> times.append(random.nextLong() / 2);
            case DoubleColumn.Builder doubles ->
                    doubles.append(
                            type == FieldType.FLOAT32
                                    ? Float.intBitsToFloat(random.nextInt())
                                    : number(random));
            case LongColumn.Builder longs -> longs.append(integer(type, random));
            case StringColumn.Builder strings -> strings.append(text(random));
            case BooleanColumn.Builder booleans -> booleans.append(random.nextBoolean());
            case JsonColumn.Builder values ->
                    values.append(RawJson.of(random.nextBoolean() ? "[1,2.50]" : "\"x\""));
        }
    }

    private static double number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(1000);
            case 1 -> random.nextGaussian();
            case 2 -> Double.NaN;
            case 3 -> Double.NEGATIVE_INFINITY;
            default -> -0.0;
        };
    }

    private static long integer(FieldType type, Random random) {
        long bits = random.nextLong();
        return switch (type) {
            case INT8 -> (byte) bits;
            case INT16 -> (short) bits;
            case INT32 -> (int) bits;
            case UINT8 -> bits & 0xFF;
            case UINT16, ENUM -> bits & 0xFFFF;
            case UINT32 -> bits & 0xFFFF_FFFFL;
            default -> bits;
        };
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
