package dev.freshet.engine.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;

/// The smallest HTTP server that a WebSocket needs, for programs without one of their own: one
/// path, one request.
public final class HttpListener {
    private HttpListener() {}

    public static InetSocketAddress bind(
            EventLoops loops, WebSocketUpgrade upgrade, InetSocketAddress address, String path) {
        return loops.bind(
                address,
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HandshakeHandler(upgrade, path));
                    }
                });
    }
}
