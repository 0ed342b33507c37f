package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes members of JSON objects, with commas where they belong: zero values are left out by the
/// methods that say so (§3).
final class JsonWriter {
    private final ByteBuf out;

    JsonWriter(ByteBuf out) {
        this.out = out;
    }

    /// Writes ASCII text as it is.
    void ascii(String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    /// Writes a member's name, behind a comma unless it is the first.
    void name(String name) {
        comma();
        ascii("\"");
        ascii(name);
        ascii("\":");
    }

    /// A comma, unless what was written last begins an object or a list or is a comma itself.
    void comma() {
        byte last = out.getByte(out.writerIndex() - 1);
        if (last != '{' && last != '[' && last != ',') {
            out.writeByte(',');
        }
    }

    void number(String name, long value) {
        name(name);
        ascii(Long.toString(value));
    }

    /// Unsigned, as offsets are.
    void unsigned(String name, long value) {
        name(name);
        ascii(Long.toUnsignedString(value));
    }

    void numberUnlessZero(String name, long value) {
        if (value != 0) {
            number(name, value);
        }
    }

    void unsignedUnlessZero(String name, long value) {
        if (value != 0) {
            unsigned(name, value);
        }
    }

    void text(String name, String value) {
        name(name);
        string(value);
    }

    void textUnlessEmpty(String name, String value) {
        if (!value.isEmpty()) {
            text(name, value);
        }
    }

    /// Writes a JSON string.
    void string(String value) {
        WireText.writeJsonString(out, value);
    }

    /// Writes UTF-8 text as a JSON string.
    void string(byte[] utf8) {
        WireText.writeJsonString(out, utf8);
    }

    /// Writes the member when it is true.
    void flag(String name, boolean value) {
        if (value) {
            name(name);
            ascii("true");
        }
    }

    /// Writes the member when there is a payload.
    void payload(String name, @Nullable Payload value) {
        if (value != null) {
            name(name);
            value.writeLineTo(out);
        }
    }
}
