package dev.freshet.engine.protocol;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// What counts as JSON here: UTF-8 without a byte order mark, nested at most [#MAX_NESTING] deep.
public final class JsonSyntax {
    /// How deep a command's or a payload's values may be nested.
    public static final int MAX_NESTING = 512;

    /// How many bytes Jackson looks at to guess the encoding.
    private static final int ENCODING_MARK_BYTES = 4;

    private static final Pattern ASIDE =
            Pattern.compile(" \\([^()\\[]*\\[Source:.*?]\\)|, from `[^`]*`");
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_NESTING)
                                    .maxNumberLength(1000)
                                    .maxNameLength(10_000)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private JsonSyntax() {}

    /// Reads the bytes as UTF-8, which the caller has checked them to be.
    ///
    /// @throws InvalidJsonException when they begin as JSON in UTF-8 never does: Jackson would
    ///   guess another encoding, or skip a byte order mark
    static JsonParser parser(byte[] source, int offset, int length) throws InvalidJsonException {
        for (int i = offset; i < offset + Math.min(length, ENCODING_MARK_BYTES); i++) {
            if (source[i] == 0 || (source[i] < 0 && i == offset)) {
                throw new InvalidJsonException(
                        "the text does not begin as JSON in UTF-8 does, at byte "
                                + (i - offset + 1));
            }
        }
        return FACTORY.createParser(ObjectReadContext.empty(), source, offset, length);
    }

    /// Checks that the bytes are one JSON value in UTF-8, nested at most [#MAX_NESTING] deep.
    ///
    /// @throws InvalidJsonException when they are not
    public static void checkValue(byte[] source, int offset, int length)
            throws InvalidJsonException {
        int badByte = Utf8.firstInvalid(source, offset, length);
        if (badByte >= 0) {
            throw new InvalidJsonException(
                    "byte " + (badByte - offset + 1) + " is not valid UTF-8");
        }
        try (var parser = parser(source, offset, length)) {
            if (parser.nextToken() == null) {
                throw new InvalidJsonException("there is no value");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw new InvalidJsonException(
                        "there is more text behind the value, at byte "
                                + (parser.currentTokenLocation().getByteOffset() + 1));
            }
        } catch (JacksonException e) {
            throw new InvalidJsonException(describe(e));
        }
    }

    /// Jackson's sentence without its asides, which name its own classes and settings.
    static String describe(JacksonException e) {
        var message = ASIDE.matcher(e.getOriginalMessage()).replaceAll("");
        var location = e.getLocation();
        return location == null ? message : message + ", at byte " + (location.getByteOffset() + 1);
    }
}
