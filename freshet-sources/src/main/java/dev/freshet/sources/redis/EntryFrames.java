package dev.freshet.sources.redis;

import dev.freshet.source.FieldType;
import dev.freshet.sources.message.MessageFrames;
import dev.freshet.sources.message.MessageRow;
import dev.freshet.sources.message.Payload;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.StringNode;

/// The rows of a stream's entries. Redis knows texts only: a field is one of numbers when all its
/// values are numbers where it is first seen. Thread-safe.
final class EntryFrames {
    private final Set<String> wanted;
    private final MessageFrames frames = new MessageFrames("");

    /// @param wanted the fields to show; all when empty
    EntryFrames(Set<String> wanted) {
        this.wanted = wanted;
    }

    MessageFrames.Made frame(List<StreamMessage<String, String>> entries) {
        var numbers = numbers(entries);
        var rows = new ArrayList<MessageRow>(entries.size());
        for (var entry : entries) {
            var values = new LinkedHashMap<String, JsonNode>();
            entry.getBody()
                    .forEach((name, value) -> {
                        if (isWanted(name)) {
                            values.put(name, value(value, numbers.getOrDefault(name, false)));
                        }
                    });
            rows.add(new MessageRow(EntryId.of(entry.getId()).nanos(), "", values));
        }
        return frames.frame(rows);
    }

    private boolean isWanted(String name) {
        return wanted.isEmpty() || wanted.contains(name);
    }

    private Map<String, Boolean> numbers(List<StreamMessage<String, String>> entries) {
        var numbers = new HashMap<String, Boolean>();
        for (var entry : entries) {
            entry.getBody()
                    .forEach((name, value) ->
                            numbers.merge(
                                    name, Payload.number(value).isPresent(), Boolean::logicalAnd));
        }
        numbers.replaceAll((name, allAre) -> {
            var known = frames.typeOf(name);
            return known == null ? allAre : known == FieldType.FLOAT64;
        });
        return numbers;
    }

    private static JsonNode value(String text, boolean isNumber) {
        var number = Payload.number(text);
        return isNumber && number.isPresent()
                ? DoubleNode.valueOf(number.getAsDouble())
                : StringNode.valueOf(text);
    }
}
