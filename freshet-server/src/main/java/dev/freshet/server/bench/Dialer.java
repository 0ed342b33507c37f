package dev.freshet.server.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Opens connections to the target that all belong to one event loop.
final class Dialer {
    private static final int CONNECT_TIMEOUT_MILLIS = 30_000;

    /// One address has some 28,000 ports of its own; beyond this many the next of 127.0.0.0/8 is
    /// used.
    private static final int CONNECTIONS_PER_ADDRESS = 20_000;

    private final Target target;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private int dialled;

    Dialer(Target target, EventLoop loop, Class<? extends Channel> channel) {
        this.target = target;
        this.loop = loop;
        this.bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(channel)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS);
    }

    /// The kind of channel that fits the loops of this machine.
    static Class<? extends Channel> channelType(boolean nativeEpoll) {
        return nativeEpoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// Makes every later WebSocket read into one buffer. Not with TLS, whose handler keeps what it
    /// reads.
    Dialer readingInto(LoopBuffer buffer) {
        if (target.tls() == null) {
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, buffer);
        }
        return this;
    }

    Target target() {
        return target;
    }

    EventLoop loop() {
        return loop;
    }

    /// Opens a WebSocket; the listener hears of success and of failure.
    ClientSocket openSocket(SocketListener listener) {
        var socket = new ClientSocket(target, listener);
        open(List.of(socket), socket::end);
        return socket;
    }

    /// Opens a connection with the handlers behind each other.
    ///
    /// @param failed told when there is no connection, with the reason
    void open(List<? extends ChannelHandler> handlers, Consumer<String> failed) {
        var initializer =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        addTls(channel);
                        handlers.forEach(channel.pipeline()::addLast);
                    }
                };
        bootstrap
                .clone()
                .handler(initializer)
                .connect(target.address(), nextSource())
                .addListener(connected -> {
                    if (connected.cause() != null) {
                        failed.accept("no connection: " + connected.cause().getMessage());
                    }
                });
    }

    private void addTls(Channel channel) {
        var tls = target.tls();
        if (tls != null) {
            var server = target.address();
            channel.pipeline()
                    .addLast(
                            tls.newHandler(
                                    channel.alloc(), server.getHostString(), server.getPort()));
        }
    }

    private @Nullable InetSocketAddress nextSource() {
        int address = dialled++ / CONNECTIONS_PER_ADDRESS;
        boolean isIpv4 = target.address().getAddress().getAddress().length == 4;
        if (address == 0 || !target.isLoopback() || !isIpv4) {
            return null;
        }
        bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        return new InetSocketAddress("127.0.0." + (1 + address), 0);
    }
}
