package dev.freshet.engine.node;

import dev.freshet.engine.cluster.NodeInfo;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.metrics.EngineMetrics;
import java.time.Duration;
import java.util.UUID;
import java.util.function.IntSupplier;

/// Which node this is.
///
/// @param id unique among all nodes, made anew at each start
/// @param name for people
/// @param version of the program; empty when it is not told
/// @param clients how many are connected here now
/// @param users how many of them are different users
/// @param startedNanos when it began, by [System#nanoTime]
public record NodeIdentity(
        String id,
        String name,
        String version,
        IntSupplier clients,
        IntSupplier users,
        long startedNanos) {
    /// A node with a random id.
    public static NodeIdentity random(
            String name, String version, IntSupplier clients, IntSupplier users) {
        return new NodeIdentity(
                UUID.randomUUID().toString(), name, version, clients, users, System.nanoTime());
    }

    NodeInfo info(Hub hub, EngineMetrics metrics) {
        return new NodeInfo(
                id,
                name,
                version,
                clients.getAsInt(),
                users.getAsInt(),
                hub.channelCount(),
                metrics.subscriptions().get(),
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }
}
