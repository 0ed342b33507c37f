package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.RawJson;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Walks over a JSON text and says in words what it found in place of what was expected.
final class JsonCursor {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final byte[] text;
    private final JsonParser parser;

    JsonCursor(byte[] text) {
        this.text = text;
        parser = FACTORY.createParser(ObjectReadContext.empty(), text);
    }

    /// Goes to the next token.
    JsonToken next() throws InvalidFrameJson {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw wrong("the text ends too early");
        }
        return token;
    }

    /// Goes to the next token, which must be this one.
    void open(JsonToken token, String what) throws InvalidFrameJson {
        next();
        expect(token, what);
    }

    /// Checks the token that was just read.
    void expect(JsonToken token, String what) throws InvalidFrameJson {
        if (parser.currentToken() != token) {
            throw wrong(what + " is expected");
        }
    }

    JsonToken current() {
        return parser.currentToken();
    }

    /// The name of the object's next member, null at its end.
    @Nullable String member() throws InvalidFrameJson {
        return next() == JsonToken.END_OBJECT ? null : wellFormed(parser.currentName());
    }

    String string() throws InvalidFrameJson {
        open(JsonToken.VALUE_STRING, "a string");
        return currentString();
    }

    String currentString() {
        return wellFormed(parser.getString());
    }

    boolean truth() throws InvalidFrameJson {
        JsonToken token = next();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrong("true or false is expected");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /// The next value, whatever it is, byte for byte; null for null.
    @Nullable RawJson raw() throws InvalidFrameJson {
        next();
        return currentRaw();
    }

    @Nullable RawJson currentRaw() throws InvalidFrameJson {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        try {
            return RawJson.of(Arrays.copyOfRange(text, from, to));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    double currentDouble() throws InvalidFrameJson {
        if (!current().isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
            throw wrong("a number is expected");
        }
        // The parser takes -0 for an integer, which has no sign of its own.
        boolean minusZero = parser.getDoubleValue() == 0 && parser.getString().startsWith("-");
        return minusZero ? -0.0 : parser.getDoubleValue();
    }

    /// An integer from `min` up to `max`.
    long currentLong(BigInteger min, BigInteger max) throws InvalidFrameJson {
        if (current() == JsonToken.VALUE_NUMBER_INT) {
            BigInteger value = parser.getBigIntegerValue();
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
                return value.longValue();
            }
        }
        throw wrong("an integer from " + min + " to " + max + " is expected");
    }

    /// Checks that nothing follows.
    void end() throws InvalidFrameJson {
        if (parser.nextToken() != null) {
            throw wrong("something follows the frame");
        }
    }

    InvalidFrameJson wrong(String message) {
        return new InvalidFrameJson(
                "Byte %d: %s".formatted(parser.currentLocation().getByteOffset(), message));
    }

    /// Without unpaired surrogates, which UTF-8 has no bytes for.
    private static String wellFormed(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
