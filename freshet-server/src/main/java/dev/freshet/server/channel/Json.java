package dev.freshet.server.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One JSON value as bytes, or nothing. Equal by content; the bytes must not be changed.
public final class Json {
    public static final Json NONE = new Json(new byte[0]);

    private final byte[] bytes;

    private Json(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Keeps the array.
    public static Json of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Json(bytes);
    }

    public static Json of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The array itself, not a copy.
    public byte[] bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && Arrays.equals(bytes, json.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
