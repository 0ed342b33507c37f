package dev.freshet.sources.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.StringNode;

/// Reads the payload of a message: a JSON object is a row of its members, anything else one field
/// `value`.
public final class Payload {
    private static final String ONLY_FIELD = "value";
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

    private Payload() {}

    /// The fields by name; those of objects in objects as `outer.inner`. An empty payload has none.
    static Map<String, JsonNode> read(byte[] payload) {
        var text = new String(payload, UTF_8);
        var content = text.strip();
        if (content.isEmpty()) {
            return Map.of();
        }
        if (content.startsWith("{") || content.startsWith("[")) {
            try {
                return ofJson(JsonMapper.shared().readTree(content));
            } catch (JacksonException e) {
                return Map.of(ONLY_FIELD, StringNode.valueOf(text)); // it only looks like JSON
            }
        }
        var number = number(content);
        return Map.of(
                ONLY_FIELD,
                number.isPresent()
                        ? DoubleNode.valueOf(number.getAsDouble())
                        : StringNode.valueOf(text));
    }

    private static Map<String, JsonNode> ofJson(JsonNode json) {
        if (!json.isObject()) {
            return Map.of(ONLY_FIELD, json);
        }
        var fields = new LinkedHashMap<String, JsonNode>();
        flatten("", json, fields);
        return fields;
    }

    /// Stops after one field more than can be shown, so that it is noticed.
    private static void flatten(String prefix, JsonNode object, Map<String, JsonNode> fields) {
        for (var each : object.properties()) {
            if (fields.size() > MessageFrames.MOST_FIELDS) {
                return;
            }
            var name = prefix + each.getKey();
            var value = each.getValue();
            if (value.isObject() && !value.isEmpty() && hasShortName(name)) {
                flatten(name + ".", value, fields);
            } else if (!value.isNull()) {
                fields.put(name, value);
            }
        }
    }

    private static boolean hasShortName(String name) {
        return name.length() <= MessageFrames.LONGEST_NAME;
    }

    /// The number that a text is, as JSON writes numbers. A zero in front makes it a name, as in
    /// `0049`.
    public static OptionalDouble number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
