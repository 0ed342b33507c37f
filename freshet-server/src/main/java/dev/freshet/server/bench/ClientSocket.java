package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The client's end of one WebSocket connection: handshake, connect command, pongs; everything else
/// goes to its listener.
///
/// Belongs to its event loop.
final class ClientSocket extends ChannelInboundHandlerAdapter
        implements ServerFrames.Receiver, PushLines.Receiver {
    private static final ByteBuf PONG = Unpooled.unreleasableBuffer(ClientFrames.text("{}"));

    private enum State {
        HANDSHAKE,
        CONNECT,
        OPEN,
        ENDED
    }

    private final Target target;
    private final SocketListener listener;
    private final ServerFrames frames = new ServerFrames(this);
    private State state = State.HANDSHAKE;
    private @Nullable HandshakeAnswer answer = new HandshakeAnswer();
    private @Nullable Channel channel;

    ClientSocket(Target target, SocketListener listener) {
        this.target = target;
        this.listener = listener;
    }

    /// Writes a buffer, which it releases, and flushes.
    void send(ByteBuf frame) {
        if (channel != null) {
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    /// Ends the connection without a farewell and without telling the listener.
    void close() {
        state = State.ENDED;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        send(Unpooled.copiedBuffer(target.upgradeRequest(), StandardCharsets.ISO_8859_1));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var in = (ByteBuf) message;
        try {
            if (state == State.HANDSHAKE) {
                handshake(in);
            }
            if (state != State.HANDSHAKE && state != State.ENDED) {
                frames.read(in);
            }
        } finally {
            in.release();
        }
    }

    private void handshake(ByteBuf in) {
        if (answer == null || !answer.read(in)) {
            return;
        }
        var refusal = answer.refusal();
        answer = null;
        if (refusal != null) {
            end(refusal);
            return;
        }
        state = State.CONNECT;
        var more = listener.withConnect();
        var connect = "{\"id\":1,\"connect\":" + target.connect() + "}";
        send(ClientFrames.text(more.isEmpty() ? connect : connect + "\n" + more));
    }

    @Override
    public void message(ByteBuf bytes, int from, int to) {
        PushLines.scan(bytes, from, to, this);
    }

    @Override
    public void push(ByteBuf bytes, int from, int to) {
        listener.push(bytes, from, to);
    }

    @Override
    public void ping() {
        send(PONG.duplicate());
        listener.pinged();
    }

    @Override
    public void frameOfPing(ByteBuf bytes, int from, int to) {
        var pong = Unpooled.buffer(to - from + 14);
        ClientFrames.writeHead(pong, ClientFrames.PONG, to - from);
        send(pong.writeBytes(bytes, from, to - from));
        listener.pinged();
    }

    @Override
    public void reply(Reply reply) {
        if (state == State.OPEN) {
            listener.reply(reply);
        } else if (state == State.CONNECT && reply.text().contains("\"connect\":{")) {
            state = State.OPEN;
            listener.connected(this);
        } else {
            end("connect refused: " + reply.text());
        }
    }

    @Override
    public void farewell(int code, String reason) {
        end((code + " " + reason).strip());
    }

    @Override
    public void nonsense(String why) {
        end("not a WebSocket frame: " + why);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end("1006 connection lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end("1006 " + cause.getMessage());
    }

    /// Ends the connection and says why, unless it has ended already.
    void end(String how) {
        if (state != State.ENDED) {
            close();
            listener.ended(how);
        }
    }
}
