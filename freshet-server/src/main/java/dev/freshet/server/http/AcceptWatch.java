package dev.freshet.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once a minute that connections cannot be accepted; Netty pauses accepting for a second each
/// time, and open connections live on.
final class AcceptWatch extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptWatch.class);
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private long lastSaid;
    private boolean said;

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        long now = System.nanoTime();
        if (!said || now - lastSaid > PAUSE) {
            said = true;
            lastSaid = now;
            LOG.warn(
                    "A connection could not be accepted ({}); when descriptors have run out, raise"
                            + " the limit (ulimit -n)",
                    cause.toString());
        }
        ctx.fireExceptionCaught(cause);
    }
}
