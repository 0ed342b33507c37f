package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The fields of a document by their full names: `{"a":{"b":1}}` has `a.b`. Lists stay as they are.
final class Flattened {
    /// Elasticsearch's own limit, so that hardly anybody meets this one.
    private static final int MOST_FIELDS = 1_000;

    private Flattened() {}

    /// Sorted by name; fields without a value are left out.
    static Map<String, JsonNode> of(JsonNode source) throws SourceException {
        var fields = new TreeMap<String, JsonNode>();
        flatten("", source, fields);
        return fields;
    }

    private static void flatten(String prefix, JsonNode object, Map<String, JsonNode> fields)
            throws SourceException {
        for (var each : object.properties()) {
            var name = prefix + each.getKey();
            var value = each.getValue();
            if (value.isObject() && !value.isEmpty()) {
                flatten(name + ".", value, fields);
            } else if (!value.isNull()) {
                fields.put(name, value);
            }
        }
        if (fields.size() > MOST_FIELDS) {
            throw new SourceException(
                    "A document has more than " + MOST_FIELDS + " fields.",
                    "Choose the metric raw_document, which shows documents as they are.");
        }
    }
}
