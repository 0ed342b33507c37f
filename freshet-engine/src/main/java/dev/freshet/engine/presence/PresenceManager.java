package dev.freshet.engine.presence;

import dev.freshet.engine.protocol.ClientInfo;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Keeps who is subscribed to a channel, on all nodes (§12).
///
/// Callers add an entry when a client subscribes, add it again and again (every 25 s by default)
/// while it stays, and remove it when it leaves. Implementers that share entries between nodes let
/// one that is not refreshed expire, or clients of a node that died stay for ever. Any thread;
/// nothing blocks.
public interface PresenceManager extends AutoCloseable {
    /// Adds or refreshes an entry; the client id in it is its key.
    CompletionStage<@Nullable Void> add(String channel, ClientInfo info);

    CompletionStage<@Nullable Void> remove(String channel, String client, String user);

    /// The entries by client id.
    CompletionStage<Map<String, ClientInfo>> presence(String channel);

    CompletionStage<PresenceStats> stats(String channel);

    @Override
    void close();
}
