package dev.freshet.engine.client;

import java.util.List;
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
    UserUsage add(Client client, RateLimit rate, long nowNanos) {
        clients.incrementAndGet();
        return byUser.compute(
                client.user(),
                (key, usage) -> {
                    var counted = usage == null ? new UserUsage(rate, nowNanos) : usage;
                    counted.add(client);
                    return counted;
                });
    }

    void remove(Client client) {
        byUser.computeIfPresent(
                client.user(), (key, usage) -> usage.remove(client) == 0 ? null : usage);
        clients.decrementAndGet();
    }

    /// The connections of one user, who is not the anonymous one.
    List<Client> ofUser(String user) {
        var usage = byUser.get(user);
        return usage == null ? List.of() : usage.clients();
    }

    public int clients() {
        return clients.get();
    }

    public int users() {
        return byUser.size();
    }
}
