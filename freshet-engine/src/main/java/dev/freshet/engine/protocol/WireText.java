package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/// Text on the wire: cut to a size in bytes, made fit for UTF-8, and written as a JSON string.
final class WireText {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private WireText() {}

    /// The longest beginning of whole characters that takes at most `maxBytes` in UTF-8.
    static String cut(String text, int maxBytes) {
        if (ByteBufUtil.utf8Bytes(text) <= maxBytes) {
            return text;
        }
        int bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int next = text.offsetByCodePoints(at, 1);
            bytes += ByteBufUtil.utf8Bytes(text, at, next);
            if (bytes > maxBytes) {
                break;
            }
            at = next;
        }
        return text.substring(0, at);
    }

    /// At most `maxBytes` in UTF-8, of which "…" takes three where something was cut.
    static String shortened(String text, int maxBytes) {
        return ByteBufUtil.utf8Bytes(text) <= maxBytes ? text : cut(text, maxBytes - 3) + "…";
    }

    /// The text with U+FFFD in the place of lone surrogates, which UTF-8 cannot hold: two names
    /// that differ only there would be the same on the wire.
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                // Java's UTF-16 encoder writes U+FFFD for what it cannot encode; others write "?".
                return new String(text.getBytes(UTF_16BE), UTF_16BE);
            }
        }
        return text;
    }

    /// Writes the text in quotes, escaping what RFC 8259 §7 asks for.
    static void writeJsonString(ByteBuf out, String text) {
        out.writeByte('"');
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') {
                continue;
            }
            ByteBufUtil.writeUtf8(out, text, plainFrom, i);
            writeEscaped(out, c);
            plainFrom = i + 1;
        }
        ByteBufUtil.writeUtf8(out, text, plainFrom, text.length());
        out.writeByte('"');
    }

    private static void writeEscaped(ByteBuf out, char c) {
        out.writeByte('\\');
        switch (c) {
            case '"', '\\' -> out.writeByte(c);
            case '\n' -> out.writeByte('n');
            case '\r' -> out.writeByte('r');
            case '\t' -> out.writeByte('t');
            default -> {
                out.writeByte('u');
                out.writeByte('0');
                out.writeByte('0');
                out.writeByte(HEX[c >> 4]);
                out.writeByte(HEX[c & 15]);
            }
        }
    }

    /// Writes UTF-8 text in quotes, escaping what RFC 8259 §7 asks for.
    static void writeJsonString(ByteBuf out, byte[] utf8) {
        out.writeByte('"');
        int plainFrom = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if ((b >= 0x20 || b < 0) && b != '"' && b != '\\') {
                continue;
            }
            out.writeBytes(utf8, plainFrom, i - plainFrom);
            writeEscaped(out, (char) b);
            plainFrom = i + 1;
        }
        out.writeBytes(utf8, plainFrom, utf8.length - plainFrom);
        out.writeByte('"');
    }
}
