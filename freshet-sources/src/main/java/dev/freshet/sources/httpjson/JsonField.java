package dev.freshet.sources.httpjson;

import com.jayway.jsonpath.JsonPath;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// One field of a query.
///
/// @param path from a row, or from the top when the query has no root
record JsonField(String name, JsonPath path, Type type, TimeFormat timeFormat) {
    /// What a field's values are.
    enum Type {
        TIME,
        NUMBER,
        STRING,
        BOOLEAN,
        JSON,
        /// Told by the values of each answer.
        AUTO;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How times are written.
    enum TimeFormat {
        /// Texts as RFC 3339 says, numbers by their size.
        AUTO(-1),
        RFC3339(-1),
        S(0),
        MS(3),
        US(6),
        NS(9);

        private final int digits;

        TimeFormat(int digits) {
            this.digits = digits;
        }

        /// After the point of a second.
        int digits() {
            return digits;
        }
    }

    /// @param series whether values without a type are numbers
    static JsonField of(JsonNode json, boolean series) throws SourceException {
        var path = json.path("jsonPath").asString("").strip();
        var language = json.path("language").asString("jsonpath");
        if (!language.equals("jsonpath") && !language.isEmpty()) {
            throw new SourceException(
                    "Field \"%s\" is written in %s.".formatted(Shown.of(path), Shown.of(language)),
                    "Only JSONPath is understood; rewrite it.");
        }
        var name = json.path("name").asString("").strip();
        return new JsonField(
                name.isEmpty() ? lastName(path) : name,
                JsonPaths.compile("jsonPath", path),
                type(json.path("type").asString(""), series),
                timeFormat(json.path("timeFormat").asString("")));
    }

    private static String lastName(String path) {
        return path.replaceAll("\\[\\*]|\\[\\d+]", "")
                .replaceAll("^.*\\['([^']*)']$", "$1")
                .replaceAll("^.*[.$@]", "");
    }

    private static Type type(String word, boolean series) throws SourceException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" -> series ? Type.NUMBER : Type.AUTO;
            case "time" -> Type.TIME;
            case "number" -> Type.NUMBER;
            case "string" -> Type.STRING;
            case "boolean" -> Type.BOOLEAN;
            case "json" -> Type.JSON;
            default ->
                    throw new SourceException(
                            "A field of the query has the type \"" + Shown.of(word) + "\".",
                            "Use time, number, string, boolean or json.");
        };
    }

    private static TimeFormat timeFormat(String word) throws SourceException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "" -> TimeFormat.AUTO;
            case "rfc3339", "iso" -> TimeFormat.RFC3339;
            case "s" -> TimeFormat.S;
            case "ms" -> TimeFormat.MS;
            case "us" -> TimeFormat.US;
            case "ns" -> TimeFormat.NS;
            default ->
                    throw new SourceException(
                            "A field of the query has the timeFormat \"" + Shown.of(word) + "\".",
                            "Use rfc3339, s, ms, us or ns, or leave it out to have it guessed.");
        };
    }
}
