package dev.freshet.sources.httpjson;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Queries of the Infinity data source, as far as they are plain JSON from an address: selectors
/// that are names with points between, and the types of columns.
final class InfinityMembers {
    static final String TYPE = "yesoreyeram-infinity-datasource";

    private InfinityMembers() {}

    /// The same query in our own members.
    ///
    /// @throws SourceException when it is more than that
    static ObjectNode translated(JsonNode json) throws SourceException {
        require(json, "type", "json");
        require(json, "source", "url");
        var own = JsonMapper.shared().createObjectNode();
        var options = json.path("url_options");
        own.put("url", json.path("url").asString(""));
        own.put("method", options.path("method").asString("GET"));
        own.put("body", options.path("data").asString(""));
        own.set("params", options.path("params").deepCopy());
        own.set("headers", options.path("headers").deepCopy());
        own.put("root", path(json.path("root_selector").asString("")));
        own.put("format", json.path("format").asString("table"));
        var fields = own.putArray("fields");
        for (var column : json.path("columns")) {
            var field = fields.addObject();
            var selector = column.path("selector").asString("");
            field.put("jsonPath", path(selector));
            field.put("name", column.path("text").asString(selector));
            type(field, column.path("type").asString(""));
        }
        return own;
    }

    private static void require(JsonNode json, String member, String only) throws SourceException {
        var value = json.path(member).asString(only);
        if (!value.equals(only)) {
            throw new SourceException(
                    "Query member %s is \"%s\".".formatted(member, Shown.of(value)),
                    "Of Infinity's queries only those of type json from a url can be live.");
        }
    }

    private static String path(String selector) throws SourceException {
        if (selector.isBlank()) {
            return "$";
        }
        if (!selector.matches("(?:\\$\\.?)?[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)*")) {
            throw new SourceException(
                    "Selector \""
                            + Shown.of(selector)
                            + "\" is more than names with points between.",
                    "Use a data source of type freshet-json-datasource with JSONPath.");
        }
        var path = new StringBuilder("$");
        for (var name : selector.replaceFirst("^\\$\\.?", "").split("\\.", -1)) {
            path.append(name.matches("\\d+") ? "[" + name + "]" : "['" + name + "']");
        }
        return path.toString();
    }

    private static void type(ObjectNode field, String type) throws SourceException {
        switch (type) {
            case "timestamp" -> field.put("type", "time").put("timeFormat", "rfc3339");
            case "timestamp_epoch" -> field.put("type", "time").put("timeFormat", "ms");
            case "timestamp_epoch_s" -> field.put("type", "time").put("timeFormat", "s");
            case "", "string", "number", "boolean" -> field.put("type", type);
            default ->
                    throw new SourceException(
                            "A column of the query has the type \"" + Shown.of(type) + "\".",
                            "Use string, number, boolean, timestamp, timestamp_epoch or"
                                    + " timestamp_epoch_s.");
        }
    }
}
