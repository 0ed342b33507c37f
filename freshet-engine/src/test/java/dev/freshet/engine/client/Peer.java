package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client and the peer on the other side of its transport.
final class Peer {
    final TestTransport transport;
    final Client client;
    private final TestLoop loop;
    private int lastId;

    Peer(TestLoop loop, @Nullable Credentials credentials, boolean framePings) {
        this(loop, credentials, framePings, TestWire.LINES);
    }

    Peer(TestLoop loop, @Nullable Credentials credentials, boolean framePings, TestWire wire) {
        this.loop = loop;
        transport = new TestTransport(wire);
        transport.framePings = framePings;
        client = new Client(loop.clients(), transport, credentials);
        loop.opened.add(client);
    }

    /// Sends a frame as it is.
    void send(String frame) {
        var bytes = ("  " + frame).getBytes(UTF_8);
        client.onFrame(bytes, 2, bytes.length - 2);
        // The transport's buffer is its own again.
        Arrays.fill(bytes, (byte) '#');
        loop.runTasks();
    }

    /// Sends a command with the next id.
    void command(String request) {
        send("{\"id\":" + ++lastId + "," + request + "}");
    }

    Peer connect() {
        command("\"connect\":{}");
        transport.sent.clear();
        return this;
    }

    /// @param wishes members of the request besides the channel, each with a comma in front
    void subscribe(String channel, String wishes) {
        command("\"subscribe\":{\"channel\":\"" + channel + "\"" + wishes + "}");
    }

    void unsubscribe(String channel) {
        command("\"unsubscribe\":{\"channel\":\"" + channel + "\"}");
    }

    Peer subscribe(String channel) {
        command("\"subscribe\":{\"channel\":\"" + channel + "\"}");
        transport.sent.clear();
        return this;
    }

    List<String> taken() {
        return transport.taken();
    }

    int closeCode() {
        return transport.closed == null ? 0 : transport.closed.code();
    }

    String closeReason() {
        return transport.closed == null ? "" : transport.closed.reason();
    }
}
