package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The server's answer to the upgrade request, collected until its head is complete.
final class HandshakeAnswer {
    private static final int MAX_HEAD = 16 * 1024;

    /// Belongs to the one key that every upgrade request here carries.
    private static final String ACCEPT = "sec-websocket-accept: ";

    private static final String EXPECTED = "C/0nmHhBztSRGR1CwL6Tf4ZjwpY=";
    private static final String END = "\r\n\r\n";

    private final ByteBuf bytes = Unpooled.buffer(256);
    private String head = "";

    /// Takes bytes; true when the head is complete. What follows it stays in the buffer.
    boolean read(ByteBuf in) {
        bytes.writeBytes(in, in.readerIndex(), in.readableBytes());
        var text = bytes.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END);
        if (end < 0 && text.length() < MAX_HEAD) {
            in.skipBytes(in.readableBytes());
            return false;
        }
        head = end < 0 ? text : text.substring(0, end);
        int following = end < 0 ? 0 : text.length() - end - END.length();
        in.readerIndex(in.writerIndex() - following);
        return true;
    }

    /// Why there is no WebSocket, with what the server said; null when there is one.
    @Nullable String refusal() {
        if (!head.startsWith("HTTP/1.1 101")) {
            var all = bytes.toString(StandardCharsets.UTF_8);
            var body = all.substring(Math.min(all.length(), head.length() + END.length())).strip();
            var status = head.lines().findFirst().orElse("").replace("HTTP/1.1", "HTTP");
            return Endings.shortened(body.isEmpty() ? status : status + ": " + body);
        }
        var accepted =
                head.lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(ACCEPT))
                        .anyMatch(line -> line.substring(ACCEPT.length()).strip().equals(EXPECTED));
        return accepted ? null : "the answer to the handshake has a wrong Sec-WebSocket-Accept";
    }
}
