package dev.freshet.engine.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many clients are connected to this node, in all and by user. Any thread.
public final class ConnectionCount {
    private final AtomicInteger clients = new AtomicInteger();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();

    /// Counts a client in; gives the number of clients, this one included.
    int add(String user) {
        byUser.merge(user, 1, Integer::sum);
        return clients.incrementAndGet();
    }

    void remove(String user) {
        byUser.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
        clients.decrementAndGet();
    }

    public int clients() {
        return clients.get();
    }

    public int users() {
        return byUser.size();
    }
}
