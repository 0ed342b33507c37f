package dev.freshet.acceptance;

import dev.freshet.engine.Engine;
import dev.freshet.engine.transport.WebSocketCompression;
import dev.freshet.engine.transport.WebSocketFrames;
import dev.freshet.engine.transport.WebSocketListener;
import dev.freshet.engine.transport.WebSocketUpgrade;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends every WebSocket message back, compressed when the peer agrees to it.
final class EchoServer implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private final Engine engine =
            Engine.builder().compression(new WebSocketCompression(true, 1, 0)).build();
    private final InetSocketAddress address;

    EchoServer() {
        var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        address =
                engine.eventLoops()
                        .bind(
                                anyPort,
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(new HttpServerCodec())
                                                .addLast(new Upgrade(engine.webSocketUpgrade()));
                                    }
                                });
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + address.getPort());
    }

    @Override
    public void close() {
        engine.close();
    }

    private static final class Upgrade extends SimpleChannelInboundHandler<HttpObject> {
        private final WebSocketUpgrade upgrade;
        private @Nullable HttpRequest request;

        Upgrade(WebSocketUpgrade upgrade) {
            this.upgrade = upgrade;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
            if (part instanceof HttpRequest head) {
                request = head;
            }
            if (part instanceof LastHttpContent && request != null) {
                var echo = new Echo();
                echo.frames = upgrade.acceptPlain(ctx, request, MAX_MESSAGE_BYTES, echo);
            }
        }
    }

    private static final class Echo implements WebSocketListener {
        private @Nullable WebSocketFrames frames;

        @Override
        public void onMessage(byte[] buffer, int offset, int length, boolean text) {
            var socket = Objects.requireNonNull(frames);
            socket.send(buffer, offset, length, text);
            if (!socket.isWritable()) {
                socket.pauseReading();
            }
        }

        @Override
        public void onWritable() {
            Objects.requireNonNull(frames).resumeReading();
        }
    }
}
