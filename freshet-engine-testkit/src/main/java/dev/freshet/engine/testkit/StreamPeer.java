package dev.freshet.engine.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The peer of an HTTP response that may go on, with its hands on the socket: reads chunks and
/// takes messages out of them.
public final class StreamPeer implements AutoCloseable {
    private static final String END = "\u0000end";

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final Map<String, String> headers = new TreeMap<>();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int status;

    /// Sends a request; the receive buffer is small, so that a peer that does not read is soon
    /// full.
    public StreamPeer(
            InetSocketAddress address,
            String method,
            String path,
            Map<String, String> requestHeaders,
            byte[] body)
            throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.connect(address);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        var head =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n")
                        .append("Content-Length: " + body.length + "\r\n");
        requestHeaders.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        write(body);
    }

    public static StreamPeer post(InetSocketAddress address, String path, String body)
            throws IOException {
        return new StreamPeer(address, "POST", path, Map.of(), body.getBytes(UTF_8));
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// Reads status and headers, and then the messages on a thread of their own.
    public StreamPeer read() throws IOException {
        status = Integer.parseInt(readLine().split(" ", -1)[1]);
        for (var line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            Thread.ofVirtual().start(this::readChunks);
        }
        return this;
    }

    private void readChunks() {
        try {
            for (int length = chunkLength(); length > 0; length = chunkLength()) {
                var chunk = new byte[length];
                in.readFully(chunk);
                readLine();
                received.writeBytes(chunk);
                takeMessages();
            }
            readLine();
            messages.add(END);
        } catch (IOException e) {
            messages.add("broken off: " + e);
        }
    }

    private int chunkLength() throws IOException {
        return Integer.parseInt(readLine(), 16);
    }

    /// Lines, events without their `data: `, or Protobuf replies translated to JSON.
    private void takeMessages() {
        if ("application/octet-stream".equals(headers.get("content-type"))) {
            ProtobufJson.decodeFrame(received.toByteArray(), "Reply")
                    .forEach(reply -> messages.add(reply.toString()));
            received.reset();
            return;
        }
        var text = received.toString(UTF_8);
        boolean events = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        var separator = events ? "\n\n" : "\n";
        int at = events && text.startsWith("\r\n") ? 2 : 0;
        for (int end = text.indexOf(separator, at); end >= 0; end = text.indexOf(separator, at)) {
            messages.add(text.substring(at + (events ? "data: ".length() : 0), end));
            at = end + separator.length();
        }
        received.reset();
        received.writeBytes(text.substring(at).getBytes(UTF_8));
    }

    private String readLine() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    public int status() {
        return status;
    }

    /// By names in small letters.
    public Map<String, String> headers() {
        return headers;
    }

    /// The next message; fails when the stream ends instead, or when none comes within 10 s.
    public String next() {
        var message = poll(10_000);
        if (message == null || message.equals(END)) {
            throw new AssertionError(
                    message == null ? "nothing came within 10 s" : "the stream ended");
        }
        return message;
    }

    /// What comes within the time; null for nothing.
    public @Nullable String poll(long millis) {
        try {
            return messages.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Fails unless the next thing that comes is the response's proper end.
    public void awaitEnd() {
        var message = poll(10_000);
        if (!END.equals(message)) {
            throw new AssertionError("not the end, but " + message);
        }
    }

    /// True when the server has nothing more to send on the connection.
    public boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
