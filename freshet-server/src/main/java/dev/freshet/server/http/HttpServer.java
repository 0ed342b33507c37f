package dev.freshet.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Accepts connections on one address and serves a [Site] on them.
///
/// The event loops belong to the caller, who shares them with the engine and ends them.
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Site site;
    private final Consumer<ChannelPipeline> tls;
    private @Nullable Channel listening;

    /// @param tls puts a TLS handler first in a new pipeline, or does nothing
    public HttpServer(Site site, Consumer<ChannelPipeline> tls) {
        this.site = site;
        this.tls = tls;
    }

    /// Binds and blocks until it is done.
    ///
    /// @return the bound address, with the real port when `address` has port 0
    /// @throws java.net.BindException when the address is taken
    public InetSocketAddress start(
            EventLoopGroup loops, Class<? extends ServerChannel> kind, InetSocketAddress address)
            throws InterruptedException {
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(kind)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .handler(new AcceptWatch())
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(32 * 1024, 64 * 1024))
                        .childHandler(new HttpInitializer(site, tls, InstantSource.system()))
                        .bind(address)
                        .sync()
                        .channel();
        listening = bound;
        return (InetSocketAddress) bound.localAddress();
    }

    /// Stops accepting; open connections stay until they end or their loops do.
    @Override
    public void close() {
        if (listening != null) {
            listening.close().syncUninterruptibly();
        }
    }
}
