package dev.freshet.sources.httpjson;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.Jackson3JsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.Jackson3MappingProvider;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// JSONPath, without what may take for ever on purpose: regular expressions, and more than one
/// descent to all depths.
final class JsonPaths {
    private static final int LONGEST = 1000;
    private static final Configuration CONFIGURATION =
            Configuration.builder()
                    .jsonProvider(new Jackson3JsonNodeJsonProvider(JsonMapper.shared()))
                    .mappingProvider(new Jackson3MappingProvider(JsonMapper.shared()))
                    .options(Option.SUPPRESS_EXCEPTIONS)
                    .build();

    private JsonPaths() {}

    /// @param member of the query, for what is said when it is wrong
    static JsonPath compile(String member, String path) throws SourceException {
        if (path.isBlank() || path.length() > LONGEST) {
            throw new SourceException(
                    "Query member %s has %d characters.".formatted(member, path.length()),
                    "Write a JSONPath of at most " + LONGEST + ", for example $.items[*].");
        }
        if (path.contains("=~") || path.indexOf("..") != path.lastIndexOf("..")) {
            throw new SourceException(
                    "Query member %s is \"%s\", which may take too long."
                            .formatted(member, Shown.of(path)),
                    "Leave out regular expressions (=~), and use .. once.");
        }
        try {
            return JsonPath.compile(path);
        } catch (InvalidPathException | IllegalArgumentException e) {
            throw new SourceException(
                    "Query member %s is \"%s\", which is not a JSONPath: %s."
                            .formatted(member, Shown.of(path), firstLine(e)),
                    "Write it like $.data.items[*] or $['a name'].",
                    e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return Shown.reason(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }

    /// What a path leads to: for a path that may lead to several places an array of all; missing
    /// when it leads nowhere.
    static JsonNode read(JsonPath path, JsonNode from) throws SourceException {
        try {
            Object found = path.read(from, CONFIGURATION);
            return found instanceof JsonNode node ? node : number(found);
        } catch (JsonPathException | ClassCastException | IllegalArgumentException e) {
            throw new SourceException(
                    "Path \"%s\" cannot be followed in the answer: %s."
                            .formatted(Shown.of(path.getPath()), firstLine(e)),
                    "Check the path against what the data source answers.",
                    e);
        }
    }

    /// Functions such as `length()` give plain numbers.
    private static JsonNode number(Object found) {
        return found instanceof Number || found instanceof String
                ? JsonMapper.shared().valueToTree(found)
                : MissingNode.getInstance();
    }
}
