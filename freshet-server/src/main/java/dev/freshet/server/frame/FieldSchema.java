package dev.freshet.server.frame;

import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.RawJson;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What frame JSON says of a field apart from its values.
public record FieldSchema(
        String name,
        FieldType type,
        boolean nullable,
        @Nullable Map<String, String> labels,
        @Nullable RawJson config) {

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
        out.raw("\"type\":\"").raw(type.kind());
        out.raw("\",\"typeInfo\":{\"frame\":\"").raw(type.exact()).put('"');
        out.raw(nullable ? ",\"nullable\":true}" : "}");
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
}
