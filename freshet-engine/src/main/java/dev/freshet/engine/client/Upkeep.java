package dev.freshet.engine.client;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks after subscriptions from time to time: presence entries are refreshed, expired
/// subscriptions end, positions of quiet channels are compared with their streams (§8, §10.4, §12).
///
/// The interval is divided into 25 ticks with a share of the clients each; only clients that have
/// such a subscription are here. Event loop only.
final class Upkeep {
    private static final int SHARES = 25;

    private final EventExecutor executor;
    private final long tickNanos;
    private final List<Set<Client>> shares =
            Stream.generate(() -> (Set<Client>) new LinkedHashSet<Client>()).limit(SHARES).toList();
    private int clients;
    private int now;
    private long coarseNanos;
    private @Nullable ScheduledFuture<?> timer;

    Upkeep(EventExecutor executor, Duration interval) {
        this.executor = executor;
        this.tickNanos = Math.max(1, interval.toNanos() / SHARES);
    }

    /// From now on the client is looked after, first after half to one interval.
    void add(Client client) {
        if (client.upkeepShare() >= 0) {
            return;
        }
        int share = (now + SHARES / 2 + 1 + clients % (SHARES / 2)) % SHARES;
        client.upkeepShare(share);
        shares.get(share).add(client);
        clients++;
        if (timer == null) {
            coarseNanos = executor.ticker().nanoTime();
            timer =
                    executor.scheduleWithFixedDelay(
                            this::tick, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
        }
    }

    void remove(Client client) {
        if (client.upkeepShare() >= 0) {
            shares.get(client.upkeepShare()).remove(client);
            client.upkeepShare(-1);
            clients--;
        }
    }

    /// The time of the last tick.
    long coarseNanos() {
        return coarseNanos;
    }

    /// How many are looked after.
    int clients() {
        return clients;
    }

    private void tick() {
        now = (now + 1) % SHARES;
        coarseNanos = executor.ticker().nanoTime();
        for (var client : List.copyOf(shares.get(now))) {
            HandlerCalls.goOn(client, () -> client.forEachSubscription(SubscriptionUpkeep::look));
        }
        if (clients == 0 && timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
