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

    /// Counts a client in. Those without a user id are only counted: there may be very many.
    ///
    /// @return how many there are with it
    int add(Client client) {
        if (!client.user().isEmpty()) {
            synchronized (clients) {
                client.placeOfUser(clients.size());
                clients.add(client);
            }
        }
        return connections.incrementAndGet();
    }

    /// Counts a client out; gives the number of those that are left.
    int remove(Client client) {
        if (!client.user().isEmpty()) {
            synchronized (clients) {
                takeOut(client.placeOfUser());
            }
        }
        return connections.decrementAndGet();
    }

    /// The last one takes its place: very many may share a user, and go at the same time.
    private void takeOut(int at) {
        var last = clients.removeLast();
        if (at < clients.size()) {
            clients.set(at, last);
            last.placeOfUser(at);
        }
    }

    List<Client> clients() {
        synchronized (clients) {
            return List.copyOf(clients);
        }
    }

    /// Counts one more subscription unless there are `max`; of those who come at the same time no
    /// more are let through than there is room for.
    ///
    /// @param max 0 for no limit
    boolean takeSubscription(int max) {
        int had;
        do {
            had = subscriptions.get();
            if (max > 0 && had >= max) {
                return false;
            }
        } while (!subscriptions.compareAndSet(had, had + 1));
        return true;
    }

    /// Counts subscriptions that no limit is kept to: the server's own.
    void addSubscriptions(int count) {
        subscriptions.addAndGet(count);
    }

    void giveBackSubscription() {
        subscriptions.decrementAndGet();
    }

    int subscriptions() {
        return subscriptions.get();
    }

    @Nullable RateMeter rate() {
        return rate;
    }
}
