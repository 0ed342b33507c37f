package dev.freshet.engine.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many clients are connected to this node, in all and by user. Any thread.
public final class ConnectionCount {
    private final AtomicInteger clients = new AtomicInteger();
    private final Map<String, UserUsage> byUser = new ConcurrentHashMap<>();

    /// What a client was when it was counted in.
    ///
    /// @param usage what all connections of its user do
    /// @param ofUser how many the user had with it
    /// @param ofAll how many there were with it
    record Counted(UserUsage usage, int ofUser, int ofAll) {}

    /// Counts a client in. Of clients that come at the same time each is given a number of its own,
    /// so that no more are turned away than are too many.
    Counted add(Client client, RateLimit rate, long nowNanos) {
        int ofAll = clients.incrementAndGet();
        var ofUser = new AtomicInteger();
        var usage =
                byUser.compute(
                        client.user(),
                        (key, known) -> {
                            var counted = known == null ? new UserUsage(rate, nowNanos) : known;
                            ofUser.set(counted.add(client));
                            return counted;
                        });
        return new Counted(usage, ofUser.get(), ofAll);
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
