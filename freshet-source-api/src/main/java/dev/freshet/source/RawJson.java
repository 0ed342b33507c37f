package dev.freshet.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// One complete JSON value as UTF-8 bytes, checked when made, carried without being parsed into
/// objects.
///
/// The text is always one line: a line end between tokens becomes a blank, because messages are
/// sent as lines. Equality is that of the bytes: `1` and `1.0` differ.
public final class RawJson {
    /// The deepest nesting accepted.
    public static final int MAX_DEPTH = 512;

    private final byte[] utf8;

    private RawJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /// The JSON value in `text`.
    ///
    /// @throws IllegalArgumentException when it is not exactly one JSON value
    public static RawJson of(String text) {
        return checked(text.getBytes(UTF_8));
    }

    /// The JSON value in `utf8`, copied.
    ///
    /// @throws IllegalArgumentException when it is not exactly one JSON value
    public static RawJson of(byte[] utf8) {
        return checked(utf8.clone());
    }

    /// The number of bytes.
    public int byteLength() {
        return utf8.length;
    }

    /// The bytes, copied.
    public byte[] toBytes() {
        return utf8.clone();
    }

    /// Hands the bytes to `sink` without a copy.
    public void writeTo(Utf8Sink sink) {
        sink.accept(utf8, 0, utf8.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, UTF_8);
    }

    private static RawJson checked(byte[] utf8) {
        int error = new JsonSyntax(utf8).errorIndex();
        if (error >= 0) {
            throw new IllegalArgumentException("Not one JSON value: byte " + error);
        }
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '\n' || utf8[i] == '\r') {
                utf8[i] = ' ';
            }
        }
        return new RawJson(utf8);
    }
}
