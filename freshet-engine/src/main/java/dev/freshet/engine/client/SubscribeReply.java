package dev.freshet.engine.client;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// Lets a client subscribe.
///
/// @param channel the canonical channel; null when it is the client's own text
/// @param snapshot the channel's state, for the reply; null for none
/// @param options what this subscription gets; null for what the channel offers everybody
/// @param info about this client in this channel, for presence, join, leave and what it publishes
/// @param expiry when the subscription ends unless it is refreshed; null for never
public record SubscribeReply(
        @Nullable String channel,
        @Nullable SnapshotSource snapshot,
        @Nullable ChannelOptions options,
        @Nullable Payload info,
        @Nullable Expiry expiry) {
    private static final SubscribeReply OK = new SubscribeReply(null, null, null, null, null);

    public static SubscribeReply ok() {
        return OK;
    }

    /// With data that has nothing to do with the publications.
    public SubscribeReply withData(Payload data) {
        var fixed = new Snapshot(data, 0);
        return withSnapshot(recovered -> fixed);
    }

    public SubscribeReply withChannel(String canonical) {
        return new SubscribeReply(canonical, snapshot, options, info, expiry);
    }

    public SubscribeReply withSnapshot(@Nullable SnapshotSource newSnapshot) {
        return new SubscribeReply(channel, newSnapshot, options, info, expiry);
    }

    public SubscribeReply withOptions(ChannelOptions newOptions) {
        return new SubscribeReply(channel, snapshot, newOptions, info, expiry);
    }

    public SubscribeReply withInfo(@Nullable Payload newInfo) {
        return new SubscribeReply(channel, snapshot, options, newInfo, expiry);
    }

    public SubscribeReply withExpiry(@Nullable Expiry newExpiry) {
        return new SubscribeReply(channel, snapshot, options, info, newExpiry);
    }
}
