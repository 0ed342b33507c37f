package dev.freshet.engine.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A client for tests that speaks the protocol over a WebSocket, in JSON or Protobuf: every reply
/// or push that the server sends is one entry of a queue, in JSON.
///
/// Pings are answered by itself unless [#answerPings] says no; replies are kept apart from pushes,
/// for [#command] to find. With [#raw] nothing is answered and every line waits its turn in the one
/// queue. Methods block at most 10 s and then fail with what was expected. One thread at a time.
public final class TestClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// How the connection ended.
    ///
    /// @param code 1006 when there was no close frame
    public record Closed(int code, String reason) {}

    private final WebSocket socket;
    private final Incoming incoming;
    private final AtomicInteger lastId = new AtomicInteger();

    private TestClient(WebSocket socket, Incoming incoming) {
        this.socket = socket;
        this.incoming = incoming;
    }

    /// Opens a WebSocket without sending anything.
    public static TestClient open(URI uri) {
        return open(uri, Map.of());
    }

    /// Opens a WebSocket with additional headers.
    ///
    /// @throws UncheckedIOException when the server refuses the handshake
    public static TestClient open(URI uri, Map<String, String> headers) {
        var incoming = new Incoming();
        var builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        try {
            return new TestClient(builder.buildAsync(uri, incoming).join(), incoming);
        } catch (CompletionException e) {
            throw new UncheckedIOException(
                    new IOException("cannot open " + uri + ": " + e.getCause(), e));
        }
    }

    /// Opens a WebSocket and connects.
    public static TestClient connect(URI uri) {
        var client = open(uri);
        client.command("\"connect\":{}");
        return client;
    }

    /// The connection speaks Protobuf: what is sent and what comes is translated from and to JSON.
    public TestClient protobuf() {
        incoming.protobuf = true;
        return this;
    }

    /// From now on every line counts: replies and pings, too, come out of [#next] and [#poll] in
    /// their order, and no ping is answered.
    public TestClient raw() {
        incoming.raw = true;
        return answerPings(false);
    }

    /// Says whether pings are answered.
    public TestClient answerPings(boolean answer) {
        incoming.answerPings = answer;
        return this;
    }

    /// Sends one text frame as it is; over Protobuf its commands, translated.
    public void send(String frame) {
        if (incoming.protobuf) {
            send(Incoming.translated(frame));
        } else {
            sendText(frame);
        }
    }

    /// Sends one text frame as it is, whatever the connection speaks.
    public void sendText(String frame) {
        incoming.sendInTurn(() -> socket.sendText(frame, true)).join();
    }

    /// Sends one binary frame as it is.
    public void send(byte[] frame) {
        incoming.sendInTurn(() -> socket.sendBinary(ByteBuffer.wrap(frame), true)).join();
    }

    /// Sends a command with the next id and waits for its reply; pushes in between stay in the
    /// queue.
    ///
    /// @param request the command without id and braces, for example
    ///   `"subscribe":{"channel":"news"}`
    /// @return the whole reply
    public String command(String request) {
        int id = lastId.incrementAndGet();
        send("{\"id\":" + id + "," + request + "}");
        return incoming.awaitReply("{\"id\":" + id + ",");
    }

    /// Subscribes and gives the reply back.
    public String subscribe(String channel) {
        return command("\"subscribe\":{\"channel\":\"" + channel + "\"}");
    }

    /// The next line that the server sends, pings left out.
    public String next() {
        return incoming.next("a message");
    }

    /// The next line if one comes within so many milliseconds.
    public @Nullable String poll(long millis) {
        try {
            return incoming.lines.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// True when the connection has ended.
    public boolean isClosed() {
        return incoming.closed.isDone();
    }

    /// Waits until the server ends the connection.
    public Closed awaitClosed() {
        return incoming.closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /// Reads nothing more, as a stuck browser does.
    public void stopReading() {
        incoming.reading = false;
    }

    /// Reads on after [#stopReading].
    public void resumeReading() {
        incoming.reading = true;
        socket.request(1);
    }

    /// Sends a close frame and reads on until the server's answer, see [#awaitClosed].
    public void leave() {
        incoming.sendInTurn(() -> socket.sendClose(WebSocket.NORMAL_CLOSURE, "")).join();
    }

    /// Drops the connection without a close frame.
    @Override
    public void close() {
        socket.abort();
    }

    private static final class Incoming implements WebSocket.Listener {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
        private final CompletableFuture<Closed> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();
        private final ByteArrayOutputStream partialBytes = new ByteArrayOutputStream();
        private volatile boolean protobuf;
        private volatile boolean raw;
        private volatile boolean answerPings = true;
        private volatile boolean reading = true;

        private CompletableFuture<WebSocket> lastSend = CompletableFuture.completedFuture(null);

        /// The test and the answers to pings share a socket that takes one frame at a time.
        synchronized CompletableFuture<WebSocket> sendInTurn(
                Supplier<CompletableFuture<WebSocket>> frame) {
            lastSend = lastSend.handle((sent, failure) -> sent).thenCompose(sent -> frame.get());
            return lastSend;
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            webSocket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                for (var line : partial.toString().split("\n", -1)) {
                    take(webSocket, line);
                }
                partial.setLength(0);
            }
            return requestMore(webSocket);
        }

        private void take(WebSocket webSocket, String line) {
            if (raw) {
                lines.add(line);
            } else if (line.equals("{}")) {
                if (answerPings) {
                    sendInTurn(() -> pong(webSocket));
                }
            } else if (line.startsWith("{\"id\":")) {
                replies.add(line);
            } else {
                lines.add(line);
            }
        }

        private CompletableFuture<WebSocket> pong(WebSocket webSocket) {
            return protobuf
                    ? webSocket.sendBinary(ByteBuffer.wrap(translated("{}")), true)
                    : webSocket.sendText("{}", true);
        }

        static byte[] translated(String commands) {
            var out = new ByteArrayOutputStream();
            commands.lines()
                    .map(JSON::readTree)
                    .forEach(each -> out.writeBytes(ProtobufJson.encodeFrame(each, "Command")));
            return out.toByteArray();
        }

        private @Nullable CompletionStage<?> requestMore(WebSocket webSocket) {
            if (reading) {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket webSocket, ByteBuffer data, boolean last) {
            var bytes = new byte[data.remaining()];
            data.get(bytes);
            partialBytes.writeBytes(bytes);
            if (last) {
                var frame = partialBytes.toByteArray();
                partialBytes.reset();
                ProtobufJson.decodeFrame(frame, "Reply")
                        .forEach(reply -> take(webSocket, reply.toString()));
            }
            return requestMore(webSocket);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(new Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(new Closed(1006, String.valueOf(error.getMessage())));
        }

        String awaitReply(String beginning) {
            while (true) {
                var reply = await(replies, "a reply that begins with " + beginning);
                if (reply.startsWith(beginning)) {
                    return reply;
                }
            }
        }

        String next(String expected) {
            return await(lines, expected);
        }

        private String await(BlockingQueue<String> queue, String expected) {
            try {
                var line = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                if (line == null) {
                    throw new AssertionError(
                            "the server did not send "
                                    + expected
                                    + " within "
                                    + PATIENCE.toSeconds()
                                    + " s; closed: "
                                    + closed.getNow(null));
                }
                return line;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
