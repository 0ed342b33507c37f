package dev.freshet.engine.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when no connection can be accepted, usually because descriptors ran out: accepting
/// pauses for a second at a time, open connections live on, and the log says so once a minute.
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFailures.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long lastLogged;
    private boolean everLogged;

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        long now = ctx.executor().ticker().nanoTime();
        if (!everLogged || now - lastLogged > LOG_INTERVAL_NANOS) {
            everLogged = true;
            lastLogged = now;
            LOG.warn(
                    "new connections cannot be accepted: {}; trying again every second. Open"
                        + " connections are not affected. If files ran out, raise the limit (ulimit"
                        + " -n, LimitNOFILE=).",
                    cause.getMessage());
        }
        ctx.channel().config().setAutoRead(false);
        ctx.executor()
                .schedule(() -> ctx.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
    }
}
