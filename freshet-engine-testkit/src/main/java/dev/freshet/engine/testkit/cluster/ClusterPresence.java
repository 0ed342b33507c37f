package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.presence.PresenceManager;
import dev.freshet.engine.presence.PresenceStats;
import dev.freshet.engine.protocol.ClientInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who is subscribed on any node of a [LocalCluster]. An entry that is not refreshed for [#EXPIRY],
/// by the cluster's time, is gone: so end those of a node that died. Any thread.
final class ClusterPresence {
    static final Duration EXPIRY = Duration.ofSeconds(60);

    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);

    private record Entry(ClientInfo info, Instant until) {}

    private final ManualTime time;
    private final Map<String, Map<String, Entry>> channels = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();

    ClusterPresence(ManualTime time) {
        this.time = time;
    }

    /// What one node keeps up.
    PresenceManager join(String node) {
        dead.remove(node);
        return new Member(node);
    }

    /// From now on the node changes nothing.
    void kill(String node) {
        dead.add(node);
    }

    private Map<String, ClientInfo> here(String channel) {
        var now = time.instant();
        return channels.getOrDefault(channel, Map.of()).entrySet().stream()
                .filter(each -> each.getValue().until().isAfter(now))
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().info()));
    }

    private static Map<String, Entry> without(String client, Map<String, Entry> entries) {
        entries.remove(client);
        return entries;
    }

    private final class Member implements PresenceManager {
        private final String node;

        Member(String node) {
            this.node = node;
        }

        @Override
        public CompletionStage<@Nullable Void> add(String channel, ClientInfo info) {
            if (!dead.contains(node)) {
                channels.computeIfAbsent(channel, key -> new ConcurrentHashMap<>())
                        .put(info.client(), new Entry(info, time.instant().plus(EXPIRY)));
            }
            return DONE;
        }

        @Override
        public CompletionStage<@Nullable Void> remove(String channel, String client, String user) {
            if (!dead.contains(node)) {
                channels.computeIfPresent(channel, (key, entries) -> without(client, entries));
            }
            return DONE;
        }

        @Override
        public CompletionStage<Map<String, ClientInfo>> presence(String channel) {
            return CompletableFuture.completedStage(here(channel));
        }

        @Override
        public CompletionStage<PresenceStats> stats(String channel) {
            var here = here(channel).values();
            long users = here.stream().map(ClientInfo::user).distinct().count();
            return CompletableFuture.completedStage(new PresenceStats(here.size(), (int) users));
        }

        /// The entries outlive the node.
        @Override
        public void close() {}
    }
}
