package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of one message: one JSON value on one line, as it travels on the wire.
///
/// Immutable and free of line feeds, so it can be copied into any wire form without a look at its
/// content. Records hold it instead of a bare array, so that equality and printing behave.
public final class Payload {
    private static final int MAX_PRINTED = 200;

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
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
        JsonCodec.checkValue(utf8, 0, utf8.length);
        return ofValidJson(utf8, 0, utf8.length);
    }

    /// Copies bytes that the caller knows to be one JSON value, without their line breaks.
    public static Payload ofValidJson(byte[] source, int offset, int length) {
        int breaks = 0;
        for (int i = offset; i < offset + length; i++) {
            if (isLineBreak(source[i])) {
                breaks++;
            }
        }
        var copy = new byte[length - breaks];
        if (breaks == 0) {
            System.arraycopy(source, offset, copy, 0, length);
            return new Payload(copy);
        }
        int at = 0;
        for (int i = offset; i < offset + length; i++) {
            // Valid JSON has no raw control character inside a string, so each one found here is
            // white space.
            if (!isLineBreak(source[i])) {
                copy[at++] = source[i];
            }
        }
        return new Payload(copy);
    }

    /// Takes over bytes that the caller wrote as one line of JSON and will not change any more.
    public static Payload ofOwnedJsonLine(byte[] bytes) {
        return new Payload(bytes);
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

    /// The JSON text.
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
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
