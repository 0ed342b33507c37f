package dev.freshet.server.frame;

import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/// Reads frame JSON back to frames, as strict as the reference: `schema` comes before `data`,
/// `values` before `entities` and `nanos`, and there are no other members.
///
/// One object per text, used up by reading. Memory is proportional to the text.
public final class FrameJsonReader {
    private final JsonCursor json;
    private @Nullable FrameSchema schema;

    private FrameJsonReader(byte[] text, @Nullable FrameSchema schema) {
        this.json = new JsonCursor(text);
        this.schema = schema;
    }

    /// Reads a message with a schema; without data it is a frame of no rows.
    ///
    /// @throws InvalidFrameJson when the text is not such a message
    public static Frame read(byte[] text) throws InvalidFrameJson {
        return new FrameJsonReader(text, null).read();
    }

    /// Reads a message that may leave the schema out, because `announced` was said before.
    ///
    /// @throws InvalidFrameJson when the text is not such a message or does not fit
    public static Frame read(byte[] text, FrameSchema announced) throws InvalidFrameJson {
        return new FrameJsonReader(text, announced).read();
    }

    private Frame read() throws InvalidFrameJson {
        try {
            Frame frame = readMessage();
            json.end();
            return frame;
        } catch (JacksonException e) {
            throw new InvalidFrameJson("Not JSON: " + e.getOriginalMessage());
        }
    }

    private Frame readMessage() throws InvalidFrameJson {
        json.open(JsonToken.START_OBJECT, "a frame");
        List<ColumnReader> columns = null;
        boolean schemaRead = false;
        for (String member = json.member(); member != null; member = json.member()) {
            if (member.equals("schema") && columns == null && !schemaRead) {
                schema = readSchema();
                schemaRead = true;
            } else if (member.equals("data") && columns == null) {
                columns = new FrameDataReader(json, known()).read();
            } else {
                throw json.wrong("unexpected member \"" + member + "\"");
            }
        }
        return frame(known(), columns);
    }

    private FrameSchema known() throws InvalidFrameJson {
        if (schema == null) {
            throw json.wrong("a schema must come before the data");
        }
        return schema;
    }

    private Frame frame(FrameSchema known, @Nullable List<ColumnReader> columns)
            throws InvalidFrameJson {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < known.fields().size(); i++) {
            FieldSchema field = known.fields().get(i);
            ColumnReader column = columns == null ? new ColumnReader(field.type()) : columns.get(i);
            try {
                fields.add(
                        new Field(
                                field.name(),
                                field.labels(),
                                field.config(),
                                field.nullable(),
                                column.build()));
            } catch (IllegalArgumentException e) {
                throw json.wrong(String.valueOf(e.getMessage()));
            }
        }
        return new Frame(known.name(), known.refId(), known.meta(), fields);
    }

    private FrameSchema readSchema() throws InvalidFrameJson {
        json.open(JsonToken.START_OBJECT, "a schema");
        String name = "";
        String refId = "";
        RawJson meta = null;
        List<FieldSchema> fields = new ArrayList<>();
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "name" -> name = json.string();
                case "refId" -> refId = json.string();
                case "meta" -> meta = json.raw();
                case "fields" -> readFields(fields);
                default -> throw json.wrong("unexpected member \"" + member + "\" of a schema");
            }
        }
        return new FrameSchema(name, refId, meta, fields);
    }

    private void readFields(List<FieldSchema> fields) throws InvalidFrameJson {
        json.open(JsonToken.START_ARRAY, "fields");
        while (json.next() != JsonToken.END_ARRAY) {
            json.expect(JsonToken.START_OBJECT, "a field");
            fields.add(readField());
        }
    }

    private FieldSchema readField() throws InvalidFrameJson {
        String name = "";
        Map<String, String> labels = null;
        RawJson config = null;
        String kind = "";
        TypeInfo info = null;
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "name" -> name = json.string();
                case "type" -> kind = json.string();
                case "typeInfo" -> info = readTypeInfo();
                case "labels" -> labels = readLabels();
                case "config" -> config = json.raw();
                default -> throw json.wrong("unexpected member \"" + member + "\" of a field");
            }
        }
        TypeInfo type = info != null ? info : guess(kind);
        return new FieldSchema(name, type.type, type.nullable, labels, config);
    }

    private TypeInfo readTypeInfo() throws InvalidFrameJson {
        json.open(JsonToken.START_OBJECT, "typeInfo");
        Optional<FieldType> type = Optional.empty();
        boolean nullable = false;
        for (String member = json.member(); member != null; member = json.member()) {
            switch (member) {
                case "frame" -> type = FieldType.ofExact(json.string());
                case "nullable" -> nullable = json.truth();
                default -> throw json.wrong("unexpected member \"" + member + "\" of typeInfo");
            }
        }
        if (type.isEmpty()) {
            throw json.wrong("typeInfo names no type that is known");
        }
        return new TypeInfo(type.get(), nullable);
    }

    private TypeInfo guess(String kind) throws InvalidFrameJson {
        for (FieldType type : FieldType.values()) {
            if (type.kind().equals(kind)) {
                return new TypeInfo(type, true);
            }
        }
        throw json.wrong("a field has neither typeInfo nor a type that is known");
    }

    private @Nullable Map<String, String> readLabels() throws InvalidFrameJson {
        if (json.next() == JsonToken.VALUE_NULL) {
            return null;
        }
        json.expect(JsonToken.START_OBJECT, "labels");
        Map<String, String> labels = new TreeMap<>();
        for (String member = json.member(); member != null; member = json.member()) {
            labels.put(member, json.string());
        }
        return labels;
    }

    private record TypeInfo(FieldType type, boolean nullable) {}
}
