package dev.freshet.server.datasource;

import dev.freshet.server.config.NearestName;
import dev.freshet.source.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One JSON object, read member by member: what is wrong is noted, and a default taken instead so
/// that the rest can be checked too. `null` is as good as nothing. Owned by one thread.
final class JsonMembers {
    private final String path;
    private final ObjectNode object;
    private final List<String> faults;
    private final TreeSet<String> known = new TreeSet<>();

    /// @param path what stands before its members' names in faults, for example `streams[0].`
    /// @param faults takes the sentences
    JsonMembers(String path, ObjectNode object, List<String> faults) {
        this.path = path;
        this.object = object;
        this.faults = faults;
    }

    /// Notes that something is wrong with a member; nothing when `fault` is empty.
    void fault(String key, String fault) {
        if (!fault.isEmpty()) {
            faults.add(path + key + " " + fault);
        }
    }

    /// Where a member stands, for other members' faults.
    String place(String key) {
        return path + key;
    }

    /// The text, empty when there is none.
    String text(String key) {
        var value = value(key);
        if (value == null || value.isString()) {
            return value == null ? "" : value.stringValue();
        }
        fault(key, "is " + kind(value) + "; it has to be a string.");
        return "";
    }

    /// A text that must be there.
    String required(String key) {
        int before = faults.size();
        var text = text(key).strip();
        if (text.isEmpty() && faults.size() == before) {
            fault(key, object.has(key) ? "is empty." : "is missing.");
        }
        return text;
    }

    boolean flag(String key) {
        var value = value(key);
        if (value == null || value.isBoolean()) {
            return value != null && value.booleanValue();
        }
        fault(key, "is " + kind(value) + "; it has to be true or false.");
        return false;
    }

    /// A whole number, 0 when there is none.
    int number(String key) {
        var value = value(key);
        if (value == null || (value.isIntegralNumber() && value.canConvertToInt())) {
            return value == null ? 0 : value.intValue();
        }
        fault(
                key,
                value.isNumber()
                        ? "is no whole number below 2^31."
                        : "is " + kind(value) + "; it has to be a number.");
        return 0;
    }

    /// An object as it stands there, null when there is none.
    @Nullable RawJson json(String key) {
        var value = object(key);
        return value == null ? null : RawJson.of(value.toString());
    }

    /// Texts that nobody may see; `null` among them is as good as an empty one.
    Map<String, String> secrets(String key) {
        var secrets = new TreeMap<String, String>();
        var value = object(key);
        if (value != null) {
            var members = new JsonMembers(path + key + ".", value, faults);
            value.propertyNames().forEach(name -> secrets.put(name, members.text(name)));
        }
        return secrets;
    }

    /// The objects of a list, null when there is none.
    @Nullable List<JsonMembers> list(String key) {
        var value = value(key);
        if (value == null || !value.isArray()) {
            fault(
                    key,
                    value == null ? "" : "is " + kind(value) + "; it has to be a list of objects.");
            return null;
        }
        var members = new ArrayList<JsonMembers>();
        for (int i = 0; i < value.size(); i++) {
            var entry = key + "[" + i + "]";
            if (value.get(i) instanceof ObjectNode one) {
                members.add(new JsonMembers(path + entry + ".", one, faults));
            } else {
                fault(entry, "is " + kind(value.get(i)) + "; it has to be an object.");
            }
        }
        return members;
    }

    /// Members that mean something elsewhere and nothing here.
    void ignore(String... keys) {
        known.addAll(List.of(keys));
    }

    /// Notes members that nobody asked for and whose name is nearly a known one; others may be
    /// newer than this server, and are left.
    void finish() {
        for (var key : object.propertyNames()) {
            if (!known.contains(key)) {
                NearestName.to(key, known)
                        .ifPresent(name -> fault(key, "is not known; did you mean " + name + "?"));
            }
        }
    }

    private @Nullable JsonNode value(String key) {
        known.add(key);
        var value = object.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private @Nullable ObjectNode object(String key) {
        var value = value(key);
        if (value != null && !value.isObject()) {
            fault(key, "is " + kind(value) + "; it has to be an object.");
        }
        return value instanceof ObjectNode one ? one : null;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }
}
