package dev.freshet.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A typical load in miniature, over plain sockets so that no client's classes get into the AOT
/// cache.
public final class Training {
    private static final int SUBSCRIBERS = 50;
    private static final int ROUNDS = 3_000;
    private static final int RETURNS = 1_500;
    private static final int MISSED = 100;
    private static final Pattern POSITION =
            Pattern.compile("\"epoch\":\"([^\"]+)\"(?:,\"offset\":([0-9]+))?");

    private static final String UPGRADE =
            """
            GET /api/live/ws HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r
            \r
            """;

    private static final String COMMANDS =
            """
            {"id":1,"connect":{"name":"js"}}
            {"id":2,"subscribe":{"channel":"1/stream/train/a"}}
            {"id":3,"subscribe":{"channel":"default/stream/train/cpu"}}\
            """;

    private Training() {}

    /// Connects, subscribes, publishes, pushes, asks for a page, comes back to what was missed,
    /// then returns.
    public static void run(InetSocketAddress address) throws IOException {
        var subscribers = new ArrayList<Socket>();
        try (var http = open(address)) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                subscribers.add(subscriber(address));
            }
            get(http, "/");
            get(http, "/api/health");
            get(http, "/api/live/list");
            for (int i = 0; i < ROUNDS; i++) {
                post(
                        http,
                        "/api/live/publish",
                        "{\"channel\":\"stream/train/a\",\"data\":{\"round\":" + i + "}}");
                post(
                        http,
                        "/api/live/push/train",
                        "cpu,host=a usage="
                                + i
                                + ",idle=1.5 "
                                + (1_700_000_000_000_000_000L + i)
                                + "\n");
                drain(subscribers);
            }
            comeBack(address, http);
        } finally {
            for (var subscriber : subscribers) {
                subscriber.close();
            }
        }
    }

    /// Clients that lost their connection and recover what was published meanwhile: what many do at
    /// once when a proxy was restarted, for which there is no time to warm up.
    private static void comeBack(InetSocketAddress address, Socket http) throws IOException {
        var position = "";
        try (var first = open(address)) {
            send(first, UPGRADE);
            readUntilBlankLine(first.getInputStream());
            position = position(exchange(first, subscribing("")));
        }
        for (int i = 0; i < MISSED; i++) {
            post(
                    http,
                    "/api/live/publish",
                    "{\"channel\":\"stream/train/kept\",\"data\":\"" + "x".repeat(100) + "\"}");
        }
        for (int i = 0; i < RETURNS; i++) {
            try (var back = open(address)) {
                send(back, UPGRADE);
                readUntilBlankLine(back.getInputStream());
                exchange(back, subscribing(position));
            }
        }
    }

    private static String subscribing(String position) {
        return """
        {"id":1,"connect":{"name":"js"}}
        {"id":2,"subscribe":{"channel":"1/stream/train/kept"%s}}\
        """
                .formatted(position);
    }

    /// What a client says to recover from where a reply left it.
    private static String position(String reply) {
        var found = POSITION.matcher(reply);
        if (!found.find()) {
            throw new IllegalStateException("no position in " + reply);
        }
        var offset = found.group(2);
        return ",\"recover\":true,\"epoch\":\""
                + found.group(1)
                + "\",\"offset\":"
                + (offset == null ? "0" : offset);
    }

    /// Sends commands and reads until both are answered.
    private static String exchange(Socket socket, String commands) throws IOException {
        sendFrame(socket, commands);
        var in = socket.getInputStream();
        var read = new ByteArrayOutputStream();
        var piece = new byte[1 << 14];
        while (!read.toString(StandardCharsets.US_ASCII).contains("\"id\":2")) {
            int length = in.read(piece);
            if (length < 0) {
                throw new IOException("the server closed the connection: " + read);
            }
            read.write(piece, 0, length);
        }
        return read.toString(StandardCharsets.US_ASCII);
    }

    private static Socket open(InetSocketAddress address) throws IOException {
        var socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static Socket subscriber(InetSocketAddress address) throws IOException {
        var socket = open(address);
        send(socket, UPGRADE);
        readUntilBlankLine(socket.getInputStream());
        sendFrame(socket, COMMANDS);
        return socket;
    }

    private static void drain(List<Socket> subscribers) throws IOException {
        for (var subscriber : subscribers) {
            var in = subscriber.getInputStream();
            while (in.available() > 0) {
                in.skipNBytes(in.available());
            }
        }
    }

    private static void get(Socket http, String path) throws IOException {
        send(http, head("GET", path, 0));
        readResponse(http.getInputStream());
    }

    private static void post(Socket http, String path, String body) throws IOException {
        send(http, head("POST", path, body.length()) + body);
        readResponse(http.getInputStream());
    }

    private static String head(String method, String path, int length) {
        return """
        %s %s HTTP/1.1\r
        Host: localhost\r
        Accept: text/html\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
                .formatted(method, path, length);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// A masked text frame of under 64 KiB; the mask is zero, which leaves the text as it is.
    private static void sendFrame(Socket socket, String text) throws IOException {
        var payload = text.getBytes(StandardCharsets.US_ASCII);
        boolean isShort = payload.length < 126;
        var frame = ByteBuffer.allocate(8 + payload.length).put((byte) 0x81);
        if (isShort) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload);
        socket.getOutputStream().write(frame.array(), 0, frame.position());
    }

    private static void readResponse(InputStream in) throws IOException {
        var head = readUntilBlankLine(in).toLowerCase(java.util.Locale.ROOT);
        int at = head.indexOf("content-length:");
        if (at >= 0) {
            int end = head.indexOf('\r', at);
            in.skipNBytes(
                    Integer.parseInt(head.substring(at + "content-length:".length(), end).strip()));
        }
    }

    private static String readUntilBlankLine(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
