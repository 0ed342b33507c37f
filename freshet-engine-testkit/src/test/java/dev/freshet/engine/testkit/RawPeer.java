package dev.freshet.engine.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// A peer with its hands on the socket: it can stop in the middle, close one half, or reset.
final class RawPeer implements AutoCloseable {
    final Socket socket = new Socket();
    private final DataInputStream in;

    private String extensions = "";
    private boolean compressed;

    /// Opens a WebSocket; the receive buffer is small, so that a peer that does not read is soon
    /// full.
    RawPeer(InetSocketAddress address) throws IOException {
        this(address, "none");
    }

    /// @param offeredExtensions for `Sec-WebSocket-Extensions`
    RawPeer(InetSocketAddress address, String offeredExtensions) throws IOException {
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
                Sec-WebSocket-Extensions: %s\r
                \r
                """
                        .formatted(offeredExtensions)
                        .getBytes(ISO_8859_1));
        for (var line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.startsWith("HTTP/1.1") && !line.contains(" 101 ")) {
                throw new IOException(line);
            }
            if (line.startsWith("Sec-WebSocket-Extensions: ")) {
                extensions = line.substring(line.indexOf(' ') + 1);
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

    /// What the server agreed to.
    String extensions() {
        return extensions;
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

    /// Sends a compressed text frame.
    void sendCompressed(String text) throws IOException {
        var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text.getBytes(UTF_8));
        var payload = new byte[125 + 4];
        int length = deflater.deflate(payload, 0, payload.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        var frame = new byte[6 + length];
        frame[0] = (byte) 0xc1;
        frame[1] = (byte) (0x80 | length);
        System.arraycopy(payload, 0, frame, 6, length);
        write(frame);
    }

    /// The payload of the next frame of the server, inflated when it is compressed.
    String next() throws IOException {
        int head = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        var payload = new byte[length < 126 ? length : in.readUnsignedShort()];
        in.readFully(payload);
        compressed = (head & 0x40) != 0;
        return new String(compressed ? inflated(payload) : payload, UTF_8);
    }

    private static byte[] inflated(byte[] payload) throws IOException {
        var tail = new ByteArrayInputStream(new byte[] {0, 0, -1, -1, 1, 0, 0, -1, -1});
        var whole = new SequenceInputStream(new ByteArrayInputStream(payload), tail);
        try (var in = new InflaterInputStream(whole, new Inflater(true))) {
            return in.readAllBytes();
        }
    }

    /// True when the last frame was compressed.
    boolean wasCompressed() {
        return compressed;
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
