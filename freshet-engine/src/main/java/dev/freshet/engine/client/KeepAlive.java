package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Pings the clients of one event loop, and gives up those that do not answer or do not connect.
///
/// The ping interval is divided into 25 ticks with a bucket of clients each, so that one timer
/// serves all of them. A tick pings one bucket and, in the same walk, looks for missing pongs in
/// the bucket that was pinged a pong timeout ago. Event loop only.
final class KeepAlive {
    static final int BUCKETS = 25;

    private record Unconnected(Client client, long deadlineNanos) {}

    private final EventExecutor executor;
    private final RandomGenerator random;
    private final Duration pongTimeout;
    private final long staleNanos;
    private final boolean pings;
    private final long tickNanos;
    private final int pongTicks;
    private final List<List<Client>> buckets = new ArrayList<>(BUCKETS);
    private final ArrayDeque<Unconnected> unconnected = new ArrayDeque<>();
    private final long[] pingedAt = new long[BUCKETS];
    private int clients;
    private int now;
    private @Nullable ScheduledFuture<?> timer;

    KeepAlive(EventExecutor executor, PingRule rule, ClientLimits limits, RandomGenerator random) {
        this.executor = executor;
        this.random = random;
        this.pongTimeout = rule.pongTimeout();
        this.staleNanos = limits.staleTimeout().toNanos();
        this.pings = rule.isOn();
        this.tickNanos =
                pings
                        ? Math.max(1, rule.interval().toNanos() / BUCKETS)
                        : TimeUnit.SECONDS.toNanos(1);
        this.pongTicks =
                pongTimeout.isZero()
                        ? 0
                        : (int)
                                Math.min(
                                        BUCKETS - 1,
                                        -Math.floorDiv(-pongTimeout.toNanos(), tickNanos));
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new ArrayList<>());
        }
    }

    /// A connection was opened; it has until the stale timeout to send its connect command.
    void opened(Client client) {
        unconnected.addLast(new Unconnected(client, executor.ticker().nanoTime() + staleNanos));
        startTimer();
    }

    /// A client is connected: its first ping comes after half to one interval, so that a wave of
    /// reconnects does not stay in step.
    void connected(Client client) {
        clients++;
        if (pings) {
            int first = (now + BUCKETS / 2 + 1 + random.nextInt(BUCKETS / 2)) % BUCKETS;
            var bucket = buckets.get(first);
            client.pingPlace(first, bucket.size());
            bucket.add(client);
        }
        startTimer();
    }

    void closed(Client client) {
        clients--;
        if (!pings) {
            return;
        }
        var bucket = buckets.get(client.pingBucket());
        var last = bucket.removeLast();
        if (last != client) {
            bucket.set(client.pingSlot(), last);
            last.pingPlace(client.pingBucket(), client.pingSlot());
        }
    }

    private void startTimer() {
        if (timer == null) {
            // Not at a fixed rate: after a pause of the process the missed ticks would come all at
            // once, and find pings unanswered that were sent a moment before.
            timer =
                    executor.scheduleWithFixedDelay(
                            this::tick, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
        }
    }

    /// How long ago the client was pinged, in nanoseconds.
    long sincePing(Client client) {
        return executor.ticker().nanoTime() - pingedAt[client.pingBucket()];
    }

    /// True when nobody is pinged here.
    boolean isIdle() {
        return clients == 0 && unconnected.isEmpty();
    }

    private void tick() {
        now = (now + 1) % BUCKETS;
        if (pongTicks > 0) {
            closeSilent(buckets.get(Math.floorMod(now - pongTicks, BUCKETS)));
        }
        pingedAt[now] = executor.ticker().nanoTime();
        buckets.get(now).forEach(Client::ping);
        closeStale();
        if (clients == 0 && unconnected.isEmpty() && timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void closeSilent(List<Client> pinged) {
        // From the end, where the place of one that goes is filled from; the program may close more
        // of them meanwhile.
        for (int i = pinged.size() - 1; i >= 0; i = Math.min(i, pinged.size()) - 1) {
            if (pinged.get(i).owesPong()) {
                pinged.get(i)
                        .disconnect(
                                Disconnect.NO_PONG.because(
                                        "no pong: the ping {} was not answered with {} within "
                                                + pongTimeout.toMillis()
                                                + " ms"));
            }
        }
    }

    private void closeStale() {
        long nanos = executor.ticker().nanoTime();
        for (var next = unconnected.peekFirst(); next != null; next = unconnected.peekFirst()) {
            if (next.client().isWaitingForConnect()) {
                if (next.deadlineNanos() - nanos > 0) {
                    return;
                }
                next.client()
                        .disconnect(
                                Disconnect.STALE.because(
                                        "stale: no connect command was accepted within "
                                                + TimeUnit.NANOSECONDS.toMillis(staleNanos)
                                                + " ms"));
            }
            unconnected.removeFirst();
        }
    }
}
