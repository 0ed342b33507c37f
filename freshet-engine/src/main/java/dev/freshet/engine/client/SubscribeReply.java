package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets a client subscribe.
///
/// @param channel the canonical channel; null when it is the client's own text
/// @param snapshot asked on the event loop after the client joined, so that nothing is lost or
///   repeated between the snapshot and the live publications; must not block
public record SubscribeReply(@Nullable String channel, @Nullable Supplier<Snapshot> snapshot) {
    public static SubscribeReply ok() {
        return new SubscribeReply(null, null);
    }

    /// With data that has nothing to do with the publications.
    public SubscribeReply withData(Payload data) {
        var fixed = new Snapshot(data, 0);
        return new SubscribeReply(channel, () -> fixed);
    }

    public SubscribeReply withChannel(String canonical) {
        return new SubscribeReply(canonical, snapshot);
    }

    public SubscribeReply withSnapshot(Supplier<Snapshot> newSnapshot) {
        return new SubscribeReply(channel, newSnapshot);
    }
}
