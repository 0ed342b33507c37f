package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One connection that comes back: it asks for what it missed in the frame with its connect
/// command, as clients do when they reconnect.
final class RecoveringSubscriber implements SocketListener {
    private final SubscriberLoop loop;
    private final Recovery recovery;
    private final int channel;
    private @Nullable ClientSocket socket;
    private boolean ready;

    RecoveringSubscriber(SubscriberLoop loop, Recovery recovery, int channel) {
        this.loop = loop;
        this.recovery = recovery;
        this.channel = channel;
    }

    @Override
    public String withConnect() {
        var name = loop.plan().subscribeName(channel);
        return ClientFrames.subscribeCommand(2, name, recovery.members(channel));
    }

    @Override
    public void connected(ClientSocket connected) {
        socket = connected;
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
        if (!reply.text().contains("\"subscribe\":{")) {
            socket.end("subscribe refused: " + reply.text());
            return;
        }
        ready = true;
        recovery.answered(channel, reply);
        loop.subscribed(channel);
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
