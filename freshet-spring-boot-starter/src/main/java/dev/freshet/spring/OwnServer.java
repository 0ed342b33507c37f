package dev.freshet.spring;

import dev.freshet.engine.Engine;
import dev.freshet.engine.protocol.Disconnect;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine on a port of its own.
///
/// Like Boot's own servers it keeps the process alive, by a thread that waits for its stop.
final class OwnServer implements FreshetServer {
    private static final Logger LOG = LoggerFactory.getLogger(OwnServer.class);
    private static final int HANDSHAKE_SECONDS = 15;

    /// As Boot's web servers, so that what the handlers use is there before and after.
    private static final int PHASE = DEFAULT_PHASE - 2048;

    private final Engine engine;
    private final Mount mount;
    private final InetSocketAddress wanted;
    private volatile @Nullable InetSocketAddress address;
    private CountDownLatch stopped = new CountDownLatch(0);

    OwnServer(Engine engine, Mount mount, InetSocketAddress wanted) {
        this.engine = engine;
        this.mount = mount;
        this.wanted = wanted;
    }

    @Override
    public void start() {
        try {
            address = engine.eventLoops().bind(wanted, new Pipeline());
        } catch (UncheckedIOException e) {
            throw new FreshetStartException(
                    "Freshet cannot listen on "
                            + wanted.getHostString()
                            + ":"
                            + wanted.getPort()
                            + ": the port is in use, or the address is not this machine's.",
                    "Set freshet.port (0 for any that is free) or freshet.address, or stop what"
                            + " listens there.",
                    e);
        }
        mount.open(true);
        stopped = new CountDownLatch(1);
        keepAliveUntil(stopped);
        LOG.info(
                "Freshet listens on {}:{} for clients at {}",
                wanted.getHostString(),
                address().orElseThrow().getPort(),
                String.join(", ", mount.paths()));
    }

    private static void keepAliveUntil(CountDownLatch end) {
        Thread.ofPlatform()
                .name("freshet-await")
                .daemon(false)
                .start(() -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Override
    public void stop() {
        mount.open(false);
        engine.eventLoops().stopAccepting();
        engine.forEachClient(client -> client.disconnect(Disconnect.SHUTDOWN));
        address = null;
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return address != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public Optional<InetSocketAddress> address() {
        return Optional.ofNullable(address);
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new UpgradeHandler(mount))
                    .addLast(new Elsewhere());
            channel.eventLoop()
                    .schedule(
                            () -> {
                                if (channel.pipeline().get(HttpServerCodec.class) != null) {
                                    channel.close();
                                }
                            },
                            HANDSHAKE_SECONDS,
                            TimeUnit.SECONDS);
        }
    }

    private final class Elsewhere extends SimpleChannelInboundHandler<HttpObject> {
        private boolean answered;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
            if (message instanceof HttpRequest request && !answered) {
                answered = true;
                var answers = new Sentences(ctx, null, null);
                if (request.decoderResult().isFailure()) {
                    answers.send(HttpResponseStatus.BAD_REQUEST, "This is not an HTTP request.");
                } else {
                    answers.send(
                            HttpResponseStatus.NOT_FOUND,
                            "There is nothing here; clients connect at "
                                    + String.join(", ", mount.paths())
                                    + ".");
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
