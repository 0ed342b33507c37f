package dev.freshet.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Watches that a connection makes progress: one look every few seconds, no timer per request.
///
/// A limit may therefore be overstepped by one `LOOK`. Belongs to the connection's event loop.
final class ConnectionClock {
    static final Duration LOOK = Duration.ofMillis(2_500);

    /// What the connection is doing.
    enum Phase {
        HEADER,
        BODY,
        WORK,
        IDLE,
        WRITE,
        LINGER
    }

    private final HttpLimits limits;
    private final ChannelHandlerContext ctx;
    private final Consumer<Phase> expired;
    private final Future<?> looks;
    private Phase phase = Phase.HEADER;
    private long deadline;
    private long bodyBegan;
    private long bodyBytes;
    private long unwritten;
    private long writeDeadline;

    ConnectionClock(HttpLimits limits, ChannelHandlerContext ctx, Consumer<Phase> expired) {
        this.limits = limits;
        this.ctx = ctx;
        this.expired = expired;
        long nanos = LOOK.toNanos();
        this.looks =
                ctx.executor()
                        .scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        looks.cancel(false);
    }

    void headerBegins() {
        enter(Phase.HEADER, limits.headerTime());
    }

    void bytesArrived(boolean betweenRequests) {
        if (betweenRequests && phase == Phase.IDLE) {
            headerBegins();
        }
    }

    void bodyBegins() {
        enter(Phase.BODY, limits.bodyPause());
        bodyBegan = deadline;
        bodyBytes = 0;
    }

    /// A body may pause, and after the first pause's time it must have kept its average rate.
    void bodyArrived(int bytes, boolean last) {
        if (last) {
            phase = Phase.WORK;
            return;
        }
        enter(Phase.BODY, limits.bodyPause());
        bodyBytes += bytes;
        long earned = TimeUnit.SECONDS.toNanos(bodyBytes / limits.bodyBytesPerSecond());
        if (bodyBegan + earned - deadline < 0) {
            deadline = bodyBegan + earned;
        }
    }

    void idles() {
        enter(Phase.IDLE, limits.idle());
    }

    void lingers() {
        enter(Phase.LINGER, limits.linger());
    }

    private void enter(Phase next, Duration time) {
        phase = next;
        deadline = ctx.executor().ticker().nanoTime() + time.toNanos();
    }

    private void look() {
        long now = ctx.executor().ticker().nanoTime();
        if (isStuckWriting(now)) {
            expired.accept(Phase.WRITE);
        } else if (phase != Phase.WORK && deadline - now <= 0) {
            expired.accept(phase);
        }
    }

    private boolean isStuckWriting(long now) {
        var pending = ctx.channel().unsafe().outboundBuffer();
        long left =
                pending == null ? 0 : pending.totalPendingWriteBytes() - pending.currentProgress();
        if (left == 0 || left != unwritten) {
            unwritten = left;
            writeDeadline = now + limits.writePause().toNanos();
            return false;
        }
        return writeDeadline - now <= 0;
    }
}
