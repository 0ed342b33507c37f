package dev.freshet.server.live;

import dev.freshet.server.channel.Json;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The body of a publish request: `{"channel": "…", "data": any JSON}`.
///
/// The data is checked by the parser and then cut out of the body by its offsets; it never becomes
/// objects. Line feeds outside strings are left out, because one line is one message on the socket.
final class PublishBody {
    private static final int MAX_DEPTH = 512;
    private static final byte BYTE_ORDER_MARK = (byte) 0xef;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH + 1).build())
                    .build();

    private final byte[] body;
    private @Nullable String channel;
    private @Nullable Json data;

    /// What came of reading a body.
    sealed interface Parsed {
        record Valid(String channel, Json data) implements Parsed {}

        record Invalid(Problem problem) implements Parsed {}
    }

    private PublishBody(byte[] body) {
        this.body = body;
    }

    static Parsed parse(byte[] body) {
        if (!isUtf8Text(body)) {
            return invalid("the body is not UTF-8 text");
        }
        try (var parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            return new PublishBody(body).read(parser);
        } catch (JacksonException e) {
            var at = e.getLocation();
            return invalid(
                    at == null
                            ? "the body is not JSON"
                            : "the body is not JSON near byte " + at.getByteOffset());
        }
    }

    private Parsed read(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return invalid("the body is no JSON object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var wrong =
                    switch (parser.currentName()) {
                        case "channel" -> readChannel(parser);
                        case "data" -> readData(parser);
                        default -> skip(parser);
                    };
            if (wrong != null) {
                return invalid(wrong);
            }
        }
        if (parser.nextToken() != null) {
            return invalid("something follows the JSON object");
        }
        if (channel == null || data == null) {
            return invalid((channel == null ? "\"channel\"" : "\"data\"") + " is missing");
        }
        return new Parsed.Valid(channel, data);
    }

    private @Nullable String readChannel(JsonParser parser) {
        if (channel != null) {
            return "\"channel\" is there twice";
        }
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            return "\"channel\" is no string";
        }
        channel = parser.getString();
        return null;
    }

    private @Nullable String readData(JsonParser parser) {
        if (data != null) {
            return "\"data\" is there twice";
        }
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        finish(parser);
        data = Json.of(OneLine.copy(body, start, (int) parser.currentLocation().getByteOffset()));
        return null;
    }

    private static @Nullable String skip(JsonParser parser) {
        parser.nextToken();
        finish(parser);
        return null;
    }

    /// Strings are read lazily: without this their end is not known and their inside not checked.
    private static void finish(JsonParser parser) {
        parser.skipChildren();
        parser.finishToken();
    }

    /// A byte order mark would shift the offsets. A zero byte would make the parser take the body
    /// for UTF-16 or UTF-32; no JSON text holds one.
    private static boolean isUtf8Text(byte[] body) {
        if (body.length > 0 && body[0] == BYTE_ORDER_MARK) {
            return false;
        }
        boolean ascii = true;
        for (byte b : body) {
            if (b == 0) {
                return false;
            }
            ascii &= b > 0;
        }
        return ascii || isUtf8(body);
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    private static Parsed invalid(String reason) {
        return new Parsed.Invalid(
                Problem.of(
                        ProblemType.PUBLISH_BAD_BODY,
                        "bad request data: " + reason + ".",
                        "Send {\"channel\":\"stream/demo/chat\",\"data\":{…}}; the data is any"
                                + " JSON, nested at most "
                                + MAX_DEPTH
                                + " deep."));
    }
}
