package dev.freshet.server.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A growing array of JSON text in UTF-8. For one thread.
public final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
    private static final byte[] NULL = "null".getBytes(UTF_8);

    private byte[] bytes;
    private int length;

    /// @param capacity the expected length in bytes; a good guess saves copies
    public JsonBytes(int capacity) {
        bytes = new byte[Math.max(capacity, 64)];
    }

    /// The number of bytes so far.
    public int length() {
        return length;
    }

    /// What was written, copied.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// One ASCII character.
    public JsonBytes put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /// Complete JSON text, as it is.
    public JsonBytes raw(byte[] json) {
        return raw(json, 0, json.length);
    }

    /// Complete JSON text from `from` up to `to`, as it is.
    public JsonBytes raw(byte[] json, int from, int to) {
        room(to - from);
        System.arraycopy(json, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /// JSON syntax in ASCII, as it is.
    @SuppressWarnings(
            "deprecation") // the one way to copy ASCII out of a String without an array between
    public JsonBytes raw(String ascii) {
        room(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
        return this;
    }

    /// The word null.
    public JsonBytes nul() {
        return raw(NULL);
    }

    /// A number.
    public JsonBytes number(long value) {
        room(LongText.MAX_BYTES);
        length = LongText.write(value, bytes, length);
        return this;
    }

    /// A finite number, the shortest text that reads back as the same double.
    public JsonBytes number(double value) {
        room(DoubleText.MAX_BYTES);
        length = DoubleText.write(value, bytes, length);
        return this;
    }

    /// A finite number, the shortest text that reads back as the same float.
    public JsonBytes number(float value) {
        room(DoubleText.MAX_BYTES);
        length = DoubleText.write(value, bytes, length);
        return this;
    }

    /// A quoted string; unpaired surrogates become question marks.
    public JsonBytes string(String text) {
        int count = text.length();
        room(count + 2);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
                byte[] utf8 = text.getBytes(UTF_8);
                return string(utf8, 0, utf8.length);
            }
            out[at++] = (byte) c;
        }
        out[at++] = '"';
        length = at;
        return this;
    }

    /// A quoted string from valid UTF-8.
    public JsonBytes string(byte[] utf8, int from, int to) {
        room(to - from + 2);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                length = at;
                escape(b, to - i + 1);
                out = bytes;
                at = length;
            } else {
                out[at++] = b;
            }
        }
        out[at++] = '"';
        length = at;
        return this;
    }

    /// Writes the bytes from `from` up to `to` once more.
    void repeat(int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, bytes, length, to - from);
        length += to - from;
    }

    private void escape(byte b, int stillToCome) {
        room(6 + stillToCome);
        bytes[length++] = '\\';
        switch (b) {
            case '"', '\\' -> bytes[length++] = b;
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[b >> 4];
                bytes[length++] = HEX[b & 15];
            }
        }
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, count)));
        }
    }
}
