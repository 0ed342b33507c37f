package dev.freshet.engine.testkit.transcript;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The `${…}` of a transcript: bound on first sight in what the server sends, filled in afterwards.
final class Placeholders {
    private final Map<String, String> values = new HashMap<>();

    String filledIn(String text) {
        var filled = text;
        for (var each : values.entrySet()) {
            filled = filled.replace(each.getKey(), each.getValue());
        }
        return filled;
    }

    /// Equal as JSON values, but that a `message` may say more than the recorded one.
    boolean match(JsonNode recorded, JsonNode actual) {
        if (recorded.isString() && actual.isString()) {
            return matchText(recorded.asString(), actual.asString());
        }
        if (recorded.isString() && recorded.asString().equals("${time}")) {
            return actual.isNumber();
        }
        if (recorded.isNull() && actual.isContainer()) {
            // In the view of a Protobuf message an empty list or map looks absent.
            return actual.isEmpty();
        }
        if (recorded.isNumber() && actual.isNumber()) {
            return recorded.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        if (recorded.isObject() && actual.isObject()) {
            return recorded.size() == actual.size()
                    && recorded.propertyStream()
                            .allMatch(each ->
                                    matchMember(filledIn(each.getKey()), each.getValue(), actual));
        }
        if (recorded.isArray() && actual.isArray()) {
            if (recorded.size() != actual.size()) {
                return false;
            }
            for (int i = 0; i < recorded.size(); i++) {
                if (!match(recorded.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return recorded.equals(actual);
    }

    private boolean matchMember(String name, JsonNode recorded, JsonNode object) {
        var actual = object.get(name);
        if (actual == null) {
            return false;
        }
        if ((name.equals("message") || name.equals("reason"))
                && recorded.isString()
                && actual.isString()) {
            return actual.asString().startsWith(recorded.asString());
        }
        if (name.equals("ttl")) {
            // It may be lower by the second that the recording took.
            return Math.abs(actual.asInt() - recorded.asInt()) <= 1;
        }
        return match(recorded, actual);
    }

    private boolean matchText(String recorded, String actual) {
        if (recorded.startsWith("${") && !values.containsKey(recorded)) {
            values.put(recorded, actual);
            return true;
        }
        return filledIn(recorded).equals(actual);
    }
}
