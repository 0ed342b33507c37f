package dev.freshet.engine.transport;

import dev.freshet.engine.protocol.Disconnect;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The end of one WebSocket (RFC 6455 §7): our close frame, the peer's, and the connection dropped
/// at last.
///
/// Exists from the moment that the end begins, from either side. Event loop only.
final class CloseHandshake {
    private static final int CODE_BYTES = 2;

    private final Channel channel;
    private final Outbound outbound;
    private final WebSocketListener listener;
    private boolean deaf;
    private boolean listenerTold;

    CloseHandshake(Channel channel, Outbound outbound, WebSocketListener listener) {
        this.channel = channel;
        this.outbound = outbound;
        this.listener = listener;
    }

    /// Writes what waits, then a close frame, and nothing more.
    void send(int code, String reason) {
        // Cut at a character, not in the middle of one.
        var text = new Disconnect(code, reason).reason().getBytes(StandardCharsets.UTF_8);
        send(
                ByteBuffer.allocate(CODE_BYTES + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /// Answers the peer's close frame with its own code.
    void answer(byte[] payload) {
        send(Arrays.copyOf(payload, Math.min(payload.length, CODE_BYTES)));
    }

    private void send(byte[] payload) {
        outbound.control(FrameHeader.CLOSE, payload);
        outbound.finish();
    }

    /// Drops the connection without more ado after so many seconds.
    void dropAfter(int seconds) {
        var timer = channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }

    /// Says that nothing comes behind the close frame: a peer that waits for our end of the
    /// connection goes at once, and one that still sends is not reset.
    void endOutput() {
        if (channel instanceof DuplexChannel socket
                && channel.pipeline().get(SslHandler.class) == null) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> socket.shutdownOutput());
        }
    }

    /// Drops the connection behind what is still being written.
    void dropWhenWritten() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// From now on what comes in is thrown away.
    void listenNoMore() {
        deaf = true;
    }

    boolean isDeaf() {
        return deaf;
    }

    /// Tells the listener, once, that nothing more comes in.
    void tellListener() {
        if (!listenerTold) {
            listenerTold = true;
            listener.onClosed();
        }
    }
}
