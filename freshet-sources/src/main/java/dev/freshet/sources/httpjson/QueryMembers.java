package dev.freshet.sources.httpjson;

import com.jayway.jsonpath.JsonPath;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A query's members, read and checked.
///
/// @param url relative to the data source's
/// @param post whether the method is POST; else GET
/// @param body empty when none
/// @param root the path to the rows; null when fields have paths from the top, each to a column
/// @param series whether it asks for series; else for a table
record QueryMembers(
        String url,
        boolean post,
        List<Pair> params,
        List<Pair> headers,
        String body,
        @Nullable JsonPath root,
        List<JsonField> fields,
        boolean series) {
    private static final int LONGEST_TEXT = 100_000;
    private static final int MOST_FIELDS = 200;
    private static final int MOST_PAIRS = 100;

    /// A name with its value.
    record Pair(String name, String value) {}

    static QueryMembers of(JsonNode json) throws SourceException {
        var method = json.path("method").asString("GET").toUpperCase(Locale.ROOT);
        if (!method.equals("GET") && !method.equals("POST")) {
            throw new SourceException(
                    "Query member method is \"" + Shown.of(method) + "\".", "Use GET or POST.");
        }
        var body = text(json, "body");
        if (!body.isEmpty() && method.equals("GET")) {
            throw new SourceException(
                    "The query has a body and the method GET.", "Use the method POST.");
        }
        boolean series = isSeries(json);
        var root = text(json, "root");
        var members =
                new QueryMembers(
                        json.path("urlPath").asString(text(json, "url")).strip(),
                        method.equals("POST"),
                        pairs(json, "params"),
                        pairs(json, "headers"),
                        body,
                        root.isBlank() ? null : JsonPaths.compile("root", root),
                        fields(json.path("fields"), series),
                        series);
        members.requireTimes();
        return members;
    }

    private static String text(JsonNode json, String name) throws SourceException {
        var text = json.path(name).asString("");
        if (text.length() > LONGEST_TEXT) {
            throw new SourceException(
                    "Query member %s has %d characters.".formatted(name, text.length()),
                    "Make it shorter than " + LONGEST_TEXT + ".");
        }
        return text;
    }

    private static boolean isSeries(JsonNode json) throws SourceException {
        var format = json.path("format").asString("table");
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "table", "" -> false;
            case "time_series", "timeseries" -> true;
            default ->
                    throw new SourceException(
                            "Query member format is \"" + Shown.of(format) + "\".",
                            "Use table or time_series.");
        };
    }

    /// An object, or a list of pairs: `{"a": "b"}`, `[["a", "b"]]`, `[{"key": "a", "value": "b"}]`.
    private static List<Pair> pairs(JsonNode json, String member) throws SourceException {
        var given = json.path(member);
        var pairs = new ArrayList<Pair>();
        if (given.isObject()) {
            given.forEachEntry((name, value) -> pairs.add(new Pair(name, value.asString(""))));
        }
        if (given.isArray()) {
            for (var each : given) {
                var name = each.path(each.isArray() ? 0 : -1);
                var value = each.path(each.isArray() ? 1 : -1);
                pairs.add(
                        each.isArray()
                                ? new Pair(name.asString(""), value.asString(""))
                                : new Pair(
                                        each.path("key").asString(""),
                                        each.path("value").asString("")));
            }
        }
        pairs.removeIf(pair -> pair.name().isBlank());
        if (pairs.size() > MOST_PAIRS) {
            throw new SourceException(
                    "Query member %s has %d entries.".formatted(member, pairs.size()),
                    "Give at most " + MOST_PAIRS + ".");
        }
        return List.copyOf(pairs);
    }

    private static List<JsonField> fields(JsonNode json, boolean series) throws SourceException {
        var fields = new ArrayList<JsonField>();
        Set<String> names = new LinkedHashSet<>();
        for (var each : json) {
            var field = JsonField.of(each, series);
            if (!names.add(field.name())) {
                throw new SourceException(
                        "Two fields of the query are called \"" + Shown.of(field.name()) + "\".",
                        "Give each a name of its own.");
            }
            fields.add(field);
        }
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            throw new SourceException(
                    "The query has " + fields.size() + " fields.",
                    "Give 1 to %d in the member fields, for example {\"jsonPath\": \"$.time\", \"type\": \"time\"}."
                            .formatted(MOST_FIELDS));
        }
        return List.copyOf(fields);
    }

    private void requireTimes() throws SourceException {
        if (!series) {
            return;
        }
        if (time() < 0) {
            throw new SourceException(
                    "The query asks for series and has no field of type time.",
                    "Give one field the type time; or set the format to table.");
        }
        for (var field : fields) {
            if (field.type() != JsonField.Type.TIME && field.type() != JsonField.Type.NUMBER) {
                throw new SourceException(
                        "Field \"%s\" has the type %s, and the query asks for series."
                                .formatted(Shown.of(field.name()), field.type().word()),
                        "Series are numbers; set the format to table.");
            }
        }
    }

    /// The place of the rows' time; -1 when there is none.
    int time() {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).type() == JsonField.Type.TIME) {
                return i;
            }
        }
        return -1;
    }
}
