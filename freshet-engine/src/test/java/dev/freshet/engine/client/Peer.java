package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client and the peer on the other side of its transport.
final class Peer {
    final TestTransport transport = new TestTransport();
    final Client client;
    private final TestLoop loop;
    private int lastId;

    Peer(TestLoop loop, @Nullable Credentials credentials, boolean framePings) {
        this.loop = loop;
        transport.framePings = framePings;
        client = new Client(loop.clients(), transport, credentials);
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
