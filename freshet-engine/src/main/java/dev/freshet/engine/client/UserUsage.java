package dev.freshet.engine.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What all connections of one user on this node do together. Any thread.
final class UserUsage {
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Client> clients = new ArrayList<>(1); // guarded by itself
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final @Nullable RateMeter rate;

    UserUsage(RateLimit limit, long nowNanos) {
        rate = limit.isNone() ? null : new RateMeter(limit, nowNanos);
    }

    /// Counts a client in. Anonymous connections are only counted: there may be very many.
    ///
    /// @return how many there are with it
    int add(Client client) {
        if (!client.user().isEmpty()) {
            synchronized (clients) {
                clients.add(client);
            }
        }
        return connections.incrementAndGet();
    }

    /// Counts a client out; gives the number of those that are left.
    int remove(Client client) {
        synchronized (clients) {
            clients.remove(client);
        }
        return connections.decrementAndGet();
    }

    List<Client> clients() {
        synchronized (clients) {
            return List.copyOf(clients);
        }
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
