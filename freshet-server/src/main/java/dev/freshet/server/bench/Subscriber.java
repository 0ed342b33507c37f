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
    public void reply(Reply reply) {
        if (ready || socket == null) {
            return;
        }
        var refusal = refusal(reply);
        if (refusal == null) {
            ready = true;
            loop.subscribed(channel);
        } else {
            socket.end(refusal);
        }
    }

    private @Nullable String refusal(Reply reply) {
        return reply.text().contains("\"subscribe\":{")
                ? loop.plan().positions().objection(reply, loop.plan())
                : "subscribe refused: " + reply.text();
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
