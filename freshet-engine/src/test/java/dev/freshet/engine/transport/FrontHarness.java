package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.concurrent.TimeUnit;

/// One connection to the engine's own front, in memory, and what it has sent since its beginning.
final class FrontHarness implements AutoCloseable {
    final ServerSide server = new ServerSide();
    final EmbeddedChannel channel = server.channel;
    private final StringBuilder sent = new StringBuilder();

    FrontHarness() {
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(server.front(EndpointPaths.standard()));
    }

    void post(String path, String body) {
        post(path, body.getBytes(UTF_8));
    }

    void post(String path, byte[] body) {
        receive(
                ("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length)
                        + "\r\n\r\n"
                        + new String(body, ISO_8859_1));
    }

    void get(String pathAndQuery) {
        receive("GET " + pathAndQuery + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    /// The peer sends these bytes, one character each.
    void receive(String bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes(ISO_8859_1)));
        runTasks();
    }

    void runTasks() {
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    void advance(long seconds) {
        for (int second = 0; second < seconds; second++) {
            server.ticker.advance(1, TimeUnit.SECONDS);
            runTasks();
        }
    }

    void publish(String channelName, String json) {
        try {
            server.node.publish(channelName, Payload.json(json));
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(e);
        }
        runTasks();
    }

    /// Posts commands beside the stream, as its peer would.
    EmulationOutcome emulate(String session, String commands) {
        return outcome(
                "{\"session\":\"%s\",\"node\":\"node-1\",\"data\":%s}"
                        .formatted(session, quoted(commands)));
    }

    EmulationOutcome outcome(String request) {
        return outcome("application/json", request.getBytes(UTF_8));
    }

    EmulationOutcome outcome(String contentType, byte[] request) {
        var outcome = server.emulation.handle(contentType, request).toCompletableFuture();
        runTasks();
        return outcome.join();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /// All that was sent since the connection's beginning.
    String sent() {
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.append(next.toString(ISO_8859_1));
            next.release();
        }
        return sent.toString();
    }

    PeerStream stream() {
        return new PeerStream(sent());
    }

    /// The session that the connect reply told.
    String session() {
        var body = stream().body();
        int at = body.indexOf("\"session\":\"") + 11;
        return body.substring(at, body.indexOf('"', at));
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        channel.checkException();
        if (server.connections.clients() != 0 || server.sessions.size() != 0) {
            throw new AssertionError("something is left of connections that have ended");
        }
    }
}
