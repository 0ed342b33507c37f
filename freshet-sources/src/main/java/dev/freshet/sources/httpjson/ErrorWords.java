package dev.freshet.sources.httpjson;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What services say about why they refuse, where it is JSON.
final class ErrorWords {
    private static final List<String> MEMBERS =
            List.of("message", "error", "detail", "title", "error_description");

    private ErrorWords() {}

    /// Empty when the body says nothing that can be told.
    static String of(byte[] body) {
        try {
            return of(JsonMapper.shared().readTree(body));
        } catch (JacksonException e) {
            return "";
        }
    }

    private static String of(JsonNode json) {
        for (var member : MEMBERS) {
            var said = json.path(member);
            if (said.isString() && !said.stringValue().isBlank()) {
                return said.stringValue();
            }
            if (said.isObject()) {
                return of(said);
            }
        }
        return "";
    }
}
