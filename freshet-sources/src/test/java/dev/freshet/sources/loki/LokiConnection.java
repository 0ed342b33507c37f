package dev.freshet.sources.loki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The server's side of one connection: an HTTP request, and frames of a WebSocket after it.
final class LokiConnection {
    private static final String WEBSOCKET_ID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /// @param header first value of each field, by its name in small letters
    record Request(String path, Map<String, String> parameters, Map<String, String> header) {}

    /// @param opcode 1 text, 8 close, 9 ping, 10 pong
    record WebSocketFrame(int opcode, ByteBuffer payload) {
        int closeCode() {
            return payload.remaining() < 2 ? 1005 : payload.getShort(0);
        }
    }

    LokiConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    Request read() throws IOException {
        var target = URI.create(line().split(" ", -1)[1]);
        var header = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            header.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var parameters = new HashMap<String, String>();
        if (target.getRawQuery() != null) {
            for (var pair : target.getRawQuery().split("&", -1)) {
                var parts = pair.split("=", 2);
                parameters.put(
                        URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
            }
        }
        return new Request(target.getPath(), parameters, header);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int each = in.readUnsignedByte(); each != '\n'; each = in.readUnsignedByte()) {
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }

    void answer(int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        out.write(
                "HTTP/1.1 %d Said\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(status, bytes.length)
                        .getBytes(UTF_8));
        out.write(bytes);
        out.flush();
    }

    void upgrade(Request request) throws IOException {
        var key = request.header().get("sec-websocket-key") + WEBSOCKET_ID;
        out.write(
                """
                HTTP/1.1 101 Switching Protocols\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Accept: %s\r
                \r
                """
                        .formatted(Base64.getEncoder().encodeToString(sha1(key)))
                        .getBytes(UTF_8));
        out.flush();
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void send(int opcode, byte[] payload) throws IOException {
        var frame = ByteBuffer.allocate(payload.length + 10);
        frame.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }

    WebSocketFrame receive() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        var mask = in.readNBytes(4);
        var payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new WebSocketFrame(opcode, ByteBuffer.wrap(payload));
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is over anyway
        }
    }
}
