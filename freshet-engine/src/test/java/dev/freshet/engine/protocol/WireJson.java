package dev.freshet.engine.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages of protobuf-java as the protocol's JSON, by the rules of §3.
final class WireJson {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Set<String> ALWAYS_WRITTEN =
            Set.of(
                    "ClientInfo.user",
                    "ClientInfo.client",
                    "PresenceResult.presence",
                    "PresenceStatsResult.num_clients",
                    "PresenceStatsResult.num_users",
                    "HistoryResult.publications",
                    "HistoryResult.epoch",
                    "HistoryResult.offset");

    private WireJson() {}

    static JsonNode tree(String json) {
        return JSON.readTree(json);
    }

    static JsonNode tree(Message message) {
        return tree(text(message));
    }

    static String text(Message message) {
        var members = new StringJoiner(",", "{", "}");
        for (var field : message.getDescriptorForType().getFields()) {
            if (ALWAYS_WRITTEN.contains(field.getFullName()) || isPresent(message, field)) {
                members.add(quoted(field.getName()) + ":" + value(message, field));
            }
        }
        return members.toString();
    }

    private static boolean isPresent(Message message, FieldDescriptor field) {
        return field.isRepeated()
                ? message.getRepeatedFieldCount(field) > 0
                : message.hasField(field);
    }

    private static String value(Message message, FieldDescriptor field) {
        if (field.isMapField()) {
            return map(message, field);
        }
        if (field.isRepeated()) {
            var elements = new StringJoiner(",", "[", "]");
            elements(message, field).forEach(each -> elements.add(single(field, each)));
            return elements.toString();
        }
        return single(field, message.getField(field));
    }

    private static String map(Message message, FieldDescriptor field) {
        var entries = new StringJoiner(",", "{", "}");
        for (var each : elements(message, field)) {
            var entry = (Message) each;
            var key = entry.getDescriptorForType().findFieldByNumber(1);
            var value = entry.getDescriptorForType().findFieldByNumber(2);
            entries.add(
                    quoted((String) entry.getField(key))
                            + ":"
                            + single(value, entry.getField(value)));
        }
        return entries.toString();
    }

    private static List<Object> elements(Message message, FieldDescriptor field) {
        var list = new ArrayList<Object>();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
            list.add(message.getRepeatedField(field, i));
        }
        return list;
    }

    private static String single(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case MESSAGE -> text((Message) value);
            case STRING -> quoted((String) value);
            case BYTES -> ((ByteString) value).toStringUtf8();
            case UINT32 -> Integer.toUnsignedString((Integer) value);
            case UINT64 -> Long.toUnsignedString((Long) value);
            default -> value.toString();
        };
    }

    static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }
}
