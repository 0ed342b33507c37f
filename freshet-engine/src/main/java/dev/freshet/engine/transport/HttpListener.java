package dev.freshet.engine.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;

/// The smallest HTTP server that the transports need, for programs without one of their own.
public final class HttpListener {
    private HttpListener() {}

    public static InetSocketAddress bind(
            EventLoops loops, Endpoints endpoints, InetSocketAddress address) {
        return loops.bind(
                address,
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new EndpointHandler(endpoints));
                    }
                });
    }
}
