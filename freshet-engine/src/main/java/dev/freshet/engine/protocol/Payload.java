package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of one message, as they travel on the wire: usually one JSON value on one line.
///
/// Immutable. What came as JSON was checked and is free of line breaks, so it can be copied into
/// any wire form without a look at its content; what came as mere bytes ([#ofBytes]) is checked
/// when it first has to be written as JSON. Records hold it instead of a bare array, so that
/// equality and printing behave.
public final class Payload {
    private static final int MAX_PRINTED = 200;

    /// What stands for a line that there cannot be; JSON is never empty.
    private static final byte[] NOT_JSON = {};

    private final byte[] bytes;

    /// The bytes as one line of JSON; null while nobody looked.
    private volatile byte @Nullable [] line;

    private Payload(byte[] bytes, byte @Nullable [] line) {
        this.bytes = bytes;
        this.line = line;
    }

    private static Payload ofLine(byte[] line) {
        return new Payload(line, line);
    }

    /// Takes over any bytes, JSON or not, which the caller will not change any more.
    public static Payload ofBytes(byte[] bytes) {
        return new Payload(bytes, null);
    }

    /// Checks that the text is one JSON value and takes it over without its line breaks.
    ///
    /// @throws InvalidJsonException when it is not, with the place of the first mistake
    public static Payload json(String text) throws InvalidJsonException {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Checks that the bytes are one JSON value in UTF-8 and copies them without their line breaks.
    ///
    /// @throws InvalidJsonException when they are not, with the place of the first mistake
    public static Payload json(byte[] utf8) throws InvalidJsonException {
        JsonSyntax.checkValue(utf8, 0, utf8.length);
        return ofValidJson(utf8, 0, utf8.length);
    }

    /// Copies bytes that the caller knows to be one JSON value, without their line breaks.
    public static Payload ofValidJson(byte[] source, int offset, int length) {
        return ofLine(oneLine(source, offset, length));
    }

    private static byte[] oneLine(byte[] source, int offset, int length) {
        int breaks = 0;
        for (int i = offset; i < offset + length; i++) {
            if (isLineBreak(source[i])) {
                breaks++;
            }
        }
        var copy = new byte[length - breaks];
        if (breaks == 0) {
            System.arraycopy(source, offset, copy, 0, length);
            return copy;
        }
        int at = 0;
        for (int i = offset; i < offset + length; i++) {
            // Valid JSON has no raw control character inside a string, so each one found here is
            // white space.
            if (!isLineBreak(source[i])) {
                copy[at++] = source[i];
            }
        }
        return copy;
    }

    /// Takes over bytes that the caller wrote as one line of JSON and will not change any more.
    public static Payload ofOwnedJsonLine(byte[] bytes) {
        return ofLine(bytes);
    }

    /// True when the bytes are one JSON value.
    public boolean isJson() {
        return line().length > 0;
    }

    /// A copy of the bytes as one line of JSON.
    ///
    /// @throws IllegalStateException when they are not JSON; [#isJson] tells
    public byte[] toJsonLine() {
        if (!isJson()) {
            throw new IllegalStateException("the payload is not JSON");
        }
        return line().clone();
    }

    private byte[] line() {
        var known = line;
        if (known == null) {
            known = asLine();
            line = known;
        }
        return known;
    }

    private byte[] asLine() {
        try {
            JsonSyntax.checkValue(bytes, 0, bytes.length);
            return oneLine(bytes, 0, bytes.length);
        } catch (InvalidJsonException e) {
            return NOT_JSON;
        }
    }

    private static boolean isLineBreak(byte b) {
        return b == '\n' || b == '\r';
    }

    /// The number of bytes.
    public int size() {
        return bytes.length;
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    /// Appends the bytes to a buffer.
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes);
    }

    /// Appends the bytes as one line of JSON; the caller knows that they are JSON.
    void writeLineTo(ByteBuf out) {
        out.writeBytes(line());
    }

    /// The number of bytes of the line of JSON.
    int lineSize() {
        return line().length;
    }

    /// The line of JSON itself, which nobody may change.
    byte[] lineBytes() {
        return line();
    }

    /// The bytes themselves, which nobody may change.
    byte[] bytes() {
        return bytes;
    }

    /// The bytes read as UTF-8; JSON text when they are JSON.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length <= MAX_PRINTED
                ? text()
                : new String(bytes, 0, MAX_PRINTED, StandardCharsets.UTF_8)
                        + "… ("
                        + bytes.length
                        + " bytes)";
    }
}
