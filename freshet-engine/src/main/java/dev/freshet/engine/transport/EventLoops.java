package dev.freshet.engine.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that everything of a connection runs on: native epoll where its library loads,
/// otherwise NIO.
public final class EventLoops {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);
    private static final int BACKLOG = 4096;

    private final EventLoopGroup group;
    private final Class<? extends ServerChannel> serverChannel;
    private final List<Channel> listening = new CopyOnWriteArrayList<>();

    private EventLoops(EventLoopGroup group, Class<? extends ServerChannel> serverChannel) {
        this.group = group;
        this.serverChannel = serverChannel;
    }

    /// Starts the threads.
    ///
    /// @param count how many; 0 for as many as there are processors
    public static EventLoops start(int count) {
        int loops = count > 0 ? count : Runtime.getRuntime().availableProcessors();
        var threads = new DefaultThreadFactory("freshet-loop", true);
        if (Epoll.isAvailable()) {
            return new EventLoops(
                    new MultiThreadIoEventLoopGroup(loops, threads, EpollIoHandler.newFactory()),
                    EpollServerSocketChannel.class);
        }
        LOG.info(
                "native epoll is not available ({}); using NIO, which costs more CPU per"
                        + " connection",
                String.valueOf(Epoll.unavailabilityCause()));
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(loops, threads, NioIoHandler.newFactory()),
                NioServerSocketChannel.class);
    }

    public EventLoopGroup group() {
        return group;
    }

    /// True when connections are served by native epoll.
    public boolean isNative() {
        return serverChannel == EpollServerSocketChannel.class;
    }

    /// Listens at an address; `initializer` fills the pipeline of each connection. Blocks until it
    /// listens.
    ///
    /// @throws UncheckedIOException when the address is in use or not this machine's
    public InetSocketAddress bind(InetSocketAddress address, ChannelHandler initializer) {
        var bound =
                new ServerBootstrap()
                        .group(group)
                        .channel(serverChannel)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .handler(new AcceptFailures())
                        .childHandler(initializer)
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(
                    new IOException(
                            "cannot listen on "
                                    + address.getHostString()
                                    + ":"
                                    + address.getPort()
                                    + ": "
                                    + bound.cause().getMessage(),
                            bound.cause()));
        }
        listening.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    public void stopAccepting() {
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        listening.clear();
    }

    /// Ends the threads; waits until what was written is on its way.
    public void close(Duration timeout) {
        group.shutdownGracefully(50, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
