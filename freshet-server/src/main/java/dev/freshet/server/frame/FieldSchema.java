package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.RawJson;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What frame JSON says of a field apart from its values.
public record FieldSchema(
        String name,
        FieldType type,
        boolean nullable,
        @Nullable Map<String, String> labels,
        @Nullable RawJson config) {

    private static final Map<FieldType, byte[]> TYPES = types("}");
    private static final Map<FieldType, byte[]> NULLABLE_TYPES = types(",\"nullable\":true}");

    /// The schema of this field.
    public static FieldSchema of(Field field) {
        return new FieldSchema(
                field.name(),
                field.column().type(),
                field.nullable(),
                field.labels(),
                field.config());
    }

    void write(JsonBytes out) {
        out.put('{');
        if (!name.isEmpty()) {
            out.raw("\"name\":").string(name).put(',');
        }
        out.raw(Objects.requireNonNull((nullable ? NULLABLE_TYPES : TYPES).get(type)));
        if (labels != null) {
            writeLabels(labels, out);
        }
        if (config != null) {
            out.raw(",\"config\":");
            config.writeTo(out::raw);
        }
        out.put('}');
    }

    private static void writeLabels(Map<String, String> labels, JsonBytes out) {
        out.raw(",\"labels\":{");
        boolean first = true;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            if (!first) {
                out.put(',');
            }
            first = false;
            out.string(label.getKey()).put(':').string(label.getValue());
        }
        out.put('}');
    }

    /// The members `type` and `typeInfo` of each type, which ends in `end`.
    private static Map<FieldType, byte[]> types(String end) {
        Map<FieldType, byte[]> types = new EnumMap<>(FieldType.class);
        for (FieldType type : FieldType.values()) {
            String members =
                    "\"type\":\"%s\",\"typeInfo\":{\"frame\":\"%s\"%s"
                            .formatted(type.kind(), type.exact(), end);
            types.put(type, members.getBytes(UTF_8));
        }
        return types;
    }
}
