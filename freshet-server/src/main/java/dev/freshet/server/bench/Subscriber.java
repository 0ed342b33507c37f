package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One connection that subscribes to one channel and has its pushes counted.
final class Subscriber implements SocketListener {
    private final SubscriberLoop loop;
    private final int channel;
    private @Nullable ClientSocket socket;
    private boolean ready;

    Subscriber(SubscriberLoop loop, int channel) {
        this.loop = loop;
        this.channel = channel;
    }

    @Override
    public void connected(ClientSocket connected) {
        socket = connected;
        connected.send(ClientFrames.subscribe(2, loop.plan().subscribeName(channel)));
    }

    @Override
    public void push(ByteBuf bytes, int from, int to) {
        loop.arrivals().push(bytes, from, to);
    }

    @Override
    public void pinged() {
        loop.arrivals().ping();
    }

    @Override
    public void reply(String line) {
        if (ready || socket == null) {
            return;
        }
        if (line.contains("\"subscribe\":{")) {
            ready = true;
            loop.subscribed(channel);
        } else {
            socket.end("subscribe refused: " + line);
        }
    }

    @Override
    public void ended(String how) {
        if (ready) {
            loop.closed(how);
        } else {
            loop.refused(how);
        }
    }
}
