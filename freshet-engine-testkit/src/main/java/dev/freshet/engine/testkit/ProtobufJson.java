package dev.freshet.engine.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.testkit.ProtobufSchema.Field;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Translates between the Protobuf form of the client protocol and its JSON form, so that a test
/// can read and write both alike. Knows nothing of the engine's codec, which it is there to check.
///
/// Bytes that are not JSON look like `{"$text":…}` or `{"$base64":…}`.
public final class ProtobufJson {
    private static final JsonMapper JSON = new JsonMapper();

    private ProtobufJson() {}

    // ---- reading

    /// The messages of a frame, each behind its length.
    ///
    /// @param message for example `Reply` or `Push`
    public static List<JsonNode> decodeFrame(byte[] frame, String message) {
        var in = ByteBuffer.wrap(frame);
        var messages = new ArrayList<JsonNode>();
        while (in.hasRemaining()) {
            messages.add(decode(bytes(in), message));
        }
        return messages;
    }

    /// One message without its length.
    public static JsonNode decode(byte[] bytes, String message) {
        var fields = ProtobufSchema.fields(message);
        var node = JSON.createObjectNode();
        var in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            long tag = varint(in);
            var field = fields.get((int) (tag >>> 3));
            if (field == null) {
                throw new IllegalArgumentException(message + " has no field " + (tag >>> 3));
            }
            read(in, field, node);
        }
        addWhatIsAlwaysThere(message, node);
        return node;
    }

    private static void read(ByteBuffer in, Field field, ObjectNode node) {
        if (field.isMap()) {
            readEntry(bytes(in), field, node);
        } else if (field.isRepeated()) {
            node.withArray(field.name()).add(value(in, field.element()));
        } else {
            node.set(field.name(), value(in, field.kind()));
        }
    }

    private static void readEntry(byte[] entry, Field field, ObjectNode node) {
        var in = ByteBuffer.wrap(entry);
        var key = "";
        JsonNode value =
                field.element().equals("s") ? JSON.valueToTree("") : JSON.createObjectNode();
        while (in.hasRemaining()) {
            if (varint(in) >>> 3 == 1) {
                key = new String(bytes(in), UTF_8);
            } else {
                value = value(in, field.element());
            }
        }
        node.withObjectProperty(field.name()).set(key, value);
    }

    private static JsonNode value(ByteBuffer in, String kind) {
        return switch (kind) {
            case "u", "i" -> JSON.valueToTree(varint(in));
            case "b" -> JSON.valueToTree(varint(in) != 0);
            case "s" -> JSON.valueToTree(new String(bytes(in), UTF_8));
            case "r" -> payload(bytes(in));
            default -> decode(bytes(in), kind);
        };
    }

    private static JsonNode payload(byte[] bytes) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            try {
                return JSON.readTree(text);
            } catch (JacksonException notJson) {
                return JSON.createObjectNode().put("$text", text);
            }
        } catch (CharacterCodingException notText) {
            var encoded = Base64.getEncoder().encodeToString(bytes);
            return JSON.createObjectNode().put("$base64", encoded);
        }
    }

    /// In JSON some zero values are written, which Protobuf has no bytes for (§3).
    private static void addWhatIsAlwaysThere(String message, ObjectNode node) {
        switch (message) {
            case "ClientInfo" -> {
                putMissing(node, "user", JSON.valueToTree(""));
                putMissing(node, "client", JSON.valueToTree(""));
            }
            case "PresenceResult" -> putMissing(node, "presence", JSON.createObjectNode());
            case "PresenceStatsResult" -> {
                putMissing(node, "num_clients", JSON.valueToTree(0));
                putMissing(node, "num_users", JSON.valueToTree(0));
            }
            case "HistoryResult" -> {
                putMissing(node, "publications", JSON.createArrayNode());
                putMissing(node, "epoch", JSON.valueToTree(""));
                putMissing(node, "offset", JSON.valueToTree(0));
            }
            default -> {}
        }
    }

    private static void putMissing(ObjectNode node, String name, JsonNode value) {
        if (!node.has(name)) {
            node.set(name, value);
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        var bytes = new byte[(int) varint(in)];
        in.get(bytes);
        return bytes;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    // ---- writing

    /// A frame with one message behind its length.
    public static byte[] encodeFrame(JsonNode json, String message) {
        var out = new ByteArrayOutputStream();
        writeBytes(out, encode(json, message));
        return out.toByteArray();
    }

    /// One message without its length.
    public static byte[] encode(JsonNode json, String message) {
        var out = new ByteArrayOutputStream();
        ProtobufSchema.fields(message).values().stream()
                .sorted(Comparator.comparingInt(Field::number))
                .filter(field -> json.hasNonNull(field.name()))
                .forEach(field -> write(out, field, json.get(field.name())));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Field field, JsonNode value) {
        if (field.isMap()) {
            value.forEachEntry((key, element) -> {
                var entry = new ByteArrayOutputStream();
                write(entry, new Field(1, "key", "s"), JSON.valueToTree(key));
                write(entry, new Field(2, "value", field.element()), element);
                writeVarint(out, tag(field.number(), 2));
                writeBytes(out, entry.toByteArray());
            });
        } else if (field.isRepeated()) {
            value.forEach(each -> write(out, new Field(field.number(), "", field.element()), each));
        } else {
            writeSingle(out, field, value);
        }
    }

    private static void writeSingle(ByteArrayOutputStream out, Field field, JsonNode value) {
        switch (field.kind()) {
            case "u", "i" -> {
                writeVarint(out, tag(field.number(), 0));
                writeVarint(out, value.asLong());
            }
            case "b" -> {
                writeVarint(out, tag(field.number(), 0));
                writeVarint(out, value.asBoolean() ? 1 : 0);
            }
            case "s" -> writeField(out, field, value.asString().getBytes(UTF_8));
            case "r" -> writeField(out, field, payloadBytes(value));
            default -> writeField(out, field, encode(value, field.kind()));
        }
    }

    private static byte[] payloadBytes(JsonNode value) {
        if (value.has("$base64")) {
            return Base64.getDecoder().decode(value.get("$base64").asString());
        }
        return (value.has("$text") ? value.get("$text").asString() : value.toString())
                .getBytes(UTF_8);
    }

    private static void writeField(ByteArrayOutputStream out, Field field, byte[] bytes) {
        writeVarint(out, tag(field.number(), 2));
        writeBytes(out, bytes);
    }

    private static long tag(int number, int wireType) {
        return ((long) number << 3) | wireType;
    }

    private static void writeBytes(ByteArrayOutputStream out, byte[] bytes) {
        writeVarint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
