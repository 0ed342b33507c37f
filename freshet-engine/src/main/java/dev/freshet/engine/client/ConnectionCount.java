package dev.freshet.engine.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many clients are connected to this node, in all and by user. Any thread.
public final class ConnectionCount {
    private final AtomicInteger clients = new AtomicInteger();
    private final Map<String, UserUsage> byUser = new ConcurrentHashMap<>();

    /// Counts a client in.
    ///
    /// @return what all connections of the user do, this one included
    UserUsage add(String user, RateLimit rate, long nowNanos) {
        clients.incrementAndGet();
        return byUser.compute(
                user,
                (key, usage) -> {
                    var counted = usage == null ? new UserUsage(rate, nowNanos) : usage;
                    counted.connections().incrementAndGet();
                    return counted;
                });
    }

    void remove(String user) {
        byUser.computeIfPresent(
                user, (key, usage) -> usage.connections().decrementAndGet() == 0 ? null : usage);
        clients.decrementAndGet();
    }

    public int clients() {
        return clients.get();
    }

    public int users() {
        return byUser.size();
    }
}
