package dev.freshet.engine.presence;

import dev.freshet.engine.protocol.ClientInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The presence of a node that stands alone. Entries do not expire: they end with their
/// subscriptions, and a channel with its last entry.
public final class MemoryPresenceManager implements PresenceManager {
    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);
    private static final PresenceStats NOBODY = new PresenceStats(0, 0);

    /// Each map is its own lock; channels without anybody have none.
    private final ConcurrentHashMap<String, Map<String, ClientInfo>> channels =
            new ConcurrentHashMap<>();

    @Override
    public CompletionStage<@Nullable Void> add(String channel, ClientInfo info) {
        channels.compute(
                channel,
                (key, clients) -> {
                    var changed = clients == null ? new HashMap<String, ClientInfo>() : clients;
                    synchronized (changed) {
                        changed.put(info.client(), info);
                    }
                    return changed;
                });
        return DONE;
    }

    @Override
    public CompletionStage<@Nullable Void> remove(String channel, String client, String user) {
        channels.computeIfPresent(
                channel,
                (key, clients) -> {
                    synchronized (clients) {
                        clients.remove(client);
                        return clients.isEmpty() ? null : clients;
                    }
                });
        return DONE;
    }

    @Override
    public CompletionStage<Map<String, ClientInfo>> presence(String channel) {
        return CompletableFuture.completedStage(snapshot(channel));
    }

    /// Counts without a copy: busy channels are asked for their numbers more often than for names.
    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        var clients = channels.get(channel);
        if (clients == null) {
            return CompletableFuture.completedStage(NOBODY);
        }
        synchronized (clients) {
            var users = new HashSet<String>();
            clients.values().forEach(info -> users.add(info.user()));
            return CompletableFuture.completedStage(
                    new PresenceStats(clients.size(), users.size()));
        }
    }

    private Map<String, ClientInfo> snapshot(String channel) {
        var clients = channels.get(channel);
        if (clients == null) {
            return Map.of();
        }
        synchronized (clients) {
            return Map.copyOf(clients);
        }
    }

    /// How many channels somebody is in.
    public int channelCount() {
        return channels.size();
    }

    @Override
    public void close() {
        channels.clear();
    }
}
