package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A connection that comes, subscribes to a busy channel and a new one, and leaves.
final class Visitor implements SocketListener {
    private final Visitors visitors;
    private final String busyChannel;
    private final String newChannel;
    private @Nullable ClientSocket socket;
    private int subscriptions;

    Visitor(Visitors visitors, String busyChannel, String newChannel) {
        this.visitors = visitors;
        this.busyChannel = busyChannel;
        this.newChannel = newChannel;
    }

    @Override
    public void connected(ClientSocket connected) {
        socket = connected;
        connected.send(ClientFrames.subscribe(2, busyChannel));
        connected.send(ClientFrames.subscribe(3, newChannel));
    }

    @Override
    public void push(ByteBuf bytes, int from, int to) {}

    @Override
    public void pinged() {}

    @Override
    public void reply(Reply reply) {
        var line = reply.text();
        if (line.contains("\"error\":{") && socket != null) {
            socket.end("visitor refused: " + line);
        } else if (line.contains("\"subscribe\":{") && ++subscriptions == 2) {
            visitors.welcome();
        }
    }

    @Override
    public void ended(String how) {
        visitors.refused(how);
    }

    /// Leaves, with or without taking leave of its channels.
    void leave(boolean politely) {
        if (socket == null) {
            return;
        }
        if (politely) {
            socket.send(ClientFrames.unsubscribe(4, busyChannel));
            socket.send(ClientFrames.unsubscribe(5, newChannel));
        }
        socket.close();
    }
}
