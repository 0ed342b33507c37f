package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// Publishes with the protocol's publish command.
final class SocketPublisher implements Publisher, SocketListener {
    private final Publishers owner;
    private final ByteBuf command = Unpooled.buffer();
    private @Nullable ClientSocket socket;
    private @Nullable PublishingRound round;
    private long publication;
    private long sentAt;
    private long id = 1;

    SocketPublisher(Publishers owner) {
        this.owner = owner;
    }

    @Override
    public void open() {
        socket = null;
        owner.dialer().openSocket(this);
    }

    @Override
    public void publish(long number, PublishingRound current) {
        round = current;
        publication = number;
        sentAt = owner.now();
        id++;
        command.clear();
        ByteBufUtil.writeAscii(
                command,
                "{\"id\":"
                        + id
                        + ",\"publish\":{\"channel\":\""
                        + owner.plan().publishName(owner.channelOf(number))
                        + "\",\"data\":");
        owner.text().write(command, number);
        ByteBufUtil.writeAscii(command, "}}");
        if (socket != null) {
            var frame = Unpooled.buffer(command.readableBytes() + 14);
            ClientFrames.writeHead(frame, ClientFrames.TEXT, command.readableBytes());
            socket.send(frame.writeBytes(command));
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    public void connected(ClientSocket connected) {
        socket = connected;
        owner.ready(this);
    }

    @Override
    public void push(ByteBuf bytes, int from, int to) {}

    @Override
    public void pinged() {}

    @Override
    public void reply(Reply reply) {
        var line = reply.text();
        var current = round;
        if (current == null || !line.startsWith("{\"id\":" + id + ",")) {
            return;
        }
        round = null;
        if (line.contains("\"error\":{")) {
            current.refused(line.replace("{\"id\":" + id + ",", "{"));
        } else {
            owner.accepted(current, publication, sentAt);
        }
        owner.ready(this);
    }

    @Override
    public void ended(String how) {
        if (socket == null) {
            owner.failed(how);
            return;
        }
        if (round != null) {
            round.refused(how);
            round = null;
        }
        owner.lost(this);
        open();
    }
}
