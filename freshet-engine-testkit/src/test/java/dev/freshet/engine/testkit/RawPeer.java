package dev.freshet.engine.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A peer with its hands on the socket: it can stop in the middle, close one half, or reset.
final class RawPeer implements AutoCloseable {
    final Socket socket = new Socket();
    private final DataInputStream in;

    /// Opens a WebSocket; the receive buffer is small, so that a peer that does not read is soon
    /// full.
    RawPeer(InetSocketAddress address) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.connect(address);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        write(
                """
                GET /ws HTTP/1.1\r
                Host: localhost\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """
                        .getBytes(ISO_8859_1));
        for (var line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.startsWith("HTTP/1.1") && !line.contains(" 101 ")) {
                throw new IOException(line);
            }
        }
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed during the handshake");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Sends a text frame, masked with zeros.
    void send(String text) throws IOException {
        write(frame(text));
    }

    static byte[] frame(String text) {
        var payload = text.getBytes(UTF_8);
        if (payload.length > 65535) {
            throw new IllegalArgumentException("too long for a test");
        }
        int head = payload.length < 126 ? 6 : 8;
        var frame = new byte[head + payload.length];
        frame[0] = (byte) 0x81;
        if (head == 6) {
            frame[1] = (byte) (0x80 | payload.length);
        } else {
            frame[1] = (byte) 0xfe;
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, head, payload.length);
        return frame;
    }

    /// The payload of the next frame of the server.
    String next() throws IOException {
        in.readUnsignedByte();
        int length = in.readUnsignedByte();
        var payload = new byte[length < 126 ? length : in.readUnsignedShort()];
        in.readFully(payload);
        return new String(payload, UTF_8);
    }

    /// True when the server has nothing more to send.
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    RawPeer connectAndSubscribe(String channel) throws IOException {
        send("{\"id\":1,\"connect\":{}}");
        next();
        send("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}");
        next();
        return this;
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
