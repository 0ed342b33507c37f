package dev.freshet.server.serverapi;

import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.JsonSyntax;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The members of a request's JSON object, by name and type.
///
/// Values are found by their offsets and read when they are asked for, so data stays byte for byte
/// what it was. What has the wrong type is noted and read as if it were missing; after reading, a
/// method looks once whether all was right. `null` is as good as missing, but for data.
///
/// Longer than most: one accessor per type.
final class Fields {
    private static final int MAX_NESTING = JsonSyntax.MAX_NESTING + 1;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_NESTING)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    /// A value in the body.
    private record Slice(JsonToken kind, int start, int end) {}

    /// What is wrong with the request; the first fault is told.
    private static final class Faults {
        private @Nullable ApiError first;

        void add(String sentence, String hint) {
            if (first == null) {
                first = ApiError.badRequest(sentence, hint);
            }
        }
    }

    /// What came of reading a body.
    sealed interface Parsed {
        record Valid(Fields fields) implements Parsed {}

        record Invalid(String reason) implements Parsed {}
    }

    private final byte[] body;
    private final String path;
    private final Faults faults;
    private final Map<String, Slice> members = new LinkedHashMap<>();

    private Fields(byte[] body, int start, int end, String path, Faults faults) {
        this.body = body;
        this.path = path;
        this.faults = faults;
        try (var parser = parser(start, end)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (members.put(name, slice(parser, start)) != null) {
                    faults.add(quoted(name) + " is there twice.", "Send it once.");
                }
            }
        }
    }

    /// Reads a body; an empty one is an object without members.
    static Parsed parse(byte[] body) {
        if (body.length == 0) {
            return parse(new byte[] {'{', '}'});
        }
        try {
            JsonSyntax.checkValue(body, 0, body.length);
        } catch (InvalidJsonException e) {
            return new Parsed.Invalid("it is no JSON: " + e.getMessage());
        }
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    ? new Parsed.Valid(new Fields(body, 0, body.length, "", new Faults()))
                    : new Parsed.Invalid("it is JSON, but no object");
        }
    }

    private JsonParser parser(int start, int end) {
        return JSON.createParser(ObjectReadContext.empty(), body, start, end - start);
    }

    /// Goes to the end of the value, which for strings is not known before they are finished.
    private static Slice slice(JsonParser parser, int offset) {
        var kind = parser.currentToken();
        int start = offset + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Slice(kind, start, offset + (int) parser.currentLocation().getByteOffset());
    }

    // ---- what was wrong

    boolean isWrong() {
        return faults.first != null;
    }

    CompletionStage<ApiReply> refusal() {
        var fault = faults.first;
        if (fault == null) {
            throw new IllegalStateException("nothing is wrong");
        }
        return ApiReply.refused(fault);
    }

    /// Notes that a value cannot be used.
    ///
    /// @param fault completes the sentence, for example `is no base64`
    void reject(String name, String fault, String hint) {
        faults.add(quoted(name) + " " + fault + ".", hint);
    }

    private void rejectType(String name, Slice value, String wanted) {
        reject(name, "is " + kind(value.kind()) + "; it has to be " + wanted, "");
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case START_ARRAY -> "a list";
            case START_OBJECT -> "an object";
            default -> "null";
        };
    }

    private String quoted(String name) {
        return "\"" + path + shortened(name) + "\"";
    }

    // ---- values

    boolean has(String name) {
        return members.containsKey(name);
    }

    /// The members' names as a part of a sentence.
    String names() {
        return members.isEmpty() ? "nothing" : shortened(String.join(", ", members.keySet()));
    }

    /// Empty when missing.
    String text(String name) {
        var value = find(name);
        if (value == null) {
            return "";
        }
        if (value.kind() == JsonToken.VALUE_STRING) {
            return string(value);
        }
        rejectType(name, value, "text");
        return "";
    }

    boolean flag(String name) {
        var value = find(name);
        if (value == null) {
            return false;
        }
        if (value.kind() != JsonToken.VALUE_TRUE && value.kind() != JsonToken.VALUE_FALSE) {
            rejectType(name, value, "true or false");
        }
        return value.kind() == JsonToken.VALUE_TRUE;
    }

    /// True or false in an object of its own, `{"value":true}`; null when missing.
    @Nullable Boolean flagObject(String name) {
        var object = object(name);
        return object == null ? null : object.flag("value");
    }

    /// 0 when missing.
    long number(String name, long least, long most) {
        var value = find(name);
        if (value == null) {
            return 0;
        }
        var wanted = "a whole number from " + least + " to " + most;
        if (value.kind() != JsonToken.VALUE_NUMBER_INT) {
            rejectType(name, value, wanted);
            return 0;
        }
        try {
            long number = Long.parseLong(raw(value));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Too long for any range.
        }
        reject(name, "is " + shortened(raw(value)) + "; it has to be " + wanted, "");
        return 0;
    }

    /// Of 64 bits without a sign; 0 when missing.
    long unsigned(String name) {
        var value = find(name);
        if (value == null) {
            return 0;
        }
        try {
            if (value.kind() == JsonToken.VALUE_NUMBER_INT) {
                return Long.parseUnsignedLong(raw(value));
            }
        } catch (NumberFormatException _) {
            // Negative, or too long.
        }
        rejectType(name, value, "a whole number from 0 to 18446744073709551615");
        return 0;
    }

    /// Any JSON, `null` too; null when missing.
    @Nullable Payload data(String name) {
        var value = members.get(name);
        return value == null
                ? null
                : Payload.ofValidJson(body, value.start(), value.end() - value.start());
    }

    /// Bytes as base64, from the member called so with `b64` in front, or else any JSON; null when
    /// both are missing.
    @Nullable Payload dataOrBase64(String name) {
        var encoded = text("b64" + name);
        if (encoded.isEmpty()) {
            return data(name);
        }
        try {
            return Payload.ofBytes(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException _) {
            reject("b64" + name, "is no base64", "Use the standard alphabet with + and /.");
            return null;
        }
    }

    /// Empty when missing.
    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var element : elements(name)) {
            if (element.kind() == JsonToken.VALUE_STRING) {
                texts.add(string(element));
            } else {
                rejectType(name + "[" + texts.size() + "]", element, "text");
                return List.of();
            }
        }
        return texts;
    }

    /// Texts by name; empty when missing.
    Map<String, String> textMap(String name) {
        var object = object(name);
        var texts = new LinkedHashMap<String, String>();
        if (object != null) {
            object.members.keySet().forEach(key -> texts.put(key, object.text(key)));
        }
        return texts;
    }

    /// Null when missing. Its faults are this request's.
    @Nullable Fields object(String name) {
        var value = find(name);
        if (value == null) {
            return null;
        }
        if (value.kind() != JsonToken.START_OBJECT) {
            rejectType(name, value, "an object");
            return null;
        }
        return new Fields(body, value.start(), value.end(), path + name + ".", faults);
    }

    /// A place in a stream; null when missing.
    @Nullable StreamPosition position(String name) {
        var object = object(name);
        return object == null
                ? null
                : new StreamPosition(object.unsigned("offset"), object.text("epoch"));
    }

    /// A list of requests, each with faults of its own; empty when missing.
    List<Fields> requests(String name) {
        var requests = new ArrayList<Fields>();
        for (var element : elements(name)) {
            if (element.kind() != JsonToken.START_OBJECT) {
                rejectType(name + "[" + requests.size() + "]", element, "an object");
                return List.of();
            }
            requests.add(new Fields(body, element.start(), element.end(), "", new Faults()));
        }
        return requests;
    }

    private List<Slice> elements(String name) {
        var value = find(name);
        if (value == null) {
            return List.of();
        }
        if (value.kind() != JsonToken.START_ARRAY) {
            rejectType(name, value, "a list");
            return List.of();
        }
        var elements = new ArrayList<Slice>();
        try (var parser = parser(value.start(), value.end())) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(slice(parser, value.start()));
            }
        }
        return elements;
    }

    private @Nullable Slice find(String name) {
        var value = members.get(name);
        return value == null || value.kind() == JsonToken.VALUE_NULL ? null : value;
    }

    private String string(Slice value) {
        try (var parser = parser(value.start(), value.end())) {
            parser.nextToken();
            return parser.getString();
        }
    }

    private String raw(Slice value) {
        return new String(
                body, value.start(), value.end() - value.start(), StandardCharsets.US_ASCII);
    }

    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
