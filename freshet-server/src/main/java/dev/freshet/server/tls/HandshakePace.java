package dev.freshet.server.tls;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Spreads TLS handshakes out: each costs a millisecond or two of CPU, and thousands of clients
/// that reconnect at once must not keep the loops from serving those that are connected.
///
/// A connection that comes too early is not read until its turn; one whose turn would be too far
/// off is closed, and the client tries again. Any thread.
public final class HandshakePace {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final long gapNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong nextTurn;

    /// So many handshakes a second.
    public HandshakePace(int perSecond, LongSupplier nanoTime) {
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.nanoTime = nanoTime;
        this.nextTurn = new AtomicLong(nanoTime.getAsLong());
    }

    /// Lets the connection begin its handshake when it is its turn.
    public void admit(Channel channel) {
        long now = nanoTime.getAsLong();
        long turn =
                nextTurn.updateAndGet(
                        next -> Math.max(next, now - TimeUnit.SECONDS.toNanos(1)) + gapNanos);
        long wait = turn - now;
        if (wait > LONGEST_WAIT_NANOS) {
            nextTurn.addAndGet(-gapNanos);
            channel.close();
        } else if (wait > 0) {
            channel.config().setAutoRead(false);
            channel.eventLoop()
                    .schedule(() -> channel.config().setAutoRead(true), wait, TimeUnit.NANOSECONDS);
        }
    }
}
