package dev.freshet.engine.client;

import dev.freshet.engine.presence.PresenceManager;
import dev.freshet.engine.presence.PresenceStats;
import dev.freshet.engine.protocol.ClientInfo;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A presence manager whose answers come when the test says so.
final class HeldPresence implements PresenceManager {
    final Door adds = new Door();
    final Door removes = new Door();
    final Door reads = new Door();

    private final PresenceManager memory;

    /// Takes the place of the loop's presence manager, in front of it.
    HeldPresence(TestLoop loop) {
        memory = loop.presence;
        loop.presenceManager = this;
    }

    @Override
    public CompletionStage<@Nullable Void> add(String channel, ClientInfo info) {
        return adds.pass(() -> memory.add(channel, info));
    }

    @Override
    public CompletionStage<@Nullable Void> remove(String channel, String client, String user) {
        return removes.pass(() -> memory.remove(channel, client, user));
    }

    @Override
    public CompletionStage<Map<String, ClientInfo>> presence(String channel) {
        return reads.pass(() -> memory.presence(channel));
    }

    @Override
    public CompletionStage<PresenceStats> stats(String channel) {
        return reads.pass(() -> memory.stats(channel));
    }

    @Override
    public void close() {
        memory.close();
    }
}
