package dev.freshet.engine.client;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What all connections of one user on this node do together. Any thread.
final class UserUsage {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final @Nullable RateMeter rate;

    UserUsage(RateLimit limit, long nowNanos) {
        rate = limit.isNone() ? null : new RateMeter(limit, nowNanos);
    }

    AtomicInteger connections() {
        return connections;
    }

    AtomicInteger subscriptions() {
        return subscriptions;
    }

    @Nullable RateMeter rate() {
        return rate;
    }
}
