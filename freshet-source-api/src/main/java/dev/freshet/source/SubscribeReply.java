package dev.freshet.source;

import org.jspecify.annotations.Nullable;

/// The answer to SubscribeStream.
///
/// @param initialData handed to this subscriber at once: usually a frame with a schema and no rows,
///   so that data-only packets can be read
/// @param history what the stream begins with, for this subscriber and all that follow; null when
///   it has begun or keeps nothing
public record SubscribeReply(
        StreamStatus status, @Nullable RawJson initialData, @Nullable History history) {
    /// Accepted, nothing to show yet.
    public static SubscribeReply ok() {
        return new SubscribeReply(StreamStatus.OK, null, null);
    }

    /// Accepted, with something to show at once.
    public static SubscribeReply ok(RawJson initialData) {
        return new SubscribeReply(StreamStatus.OK, initialData, null);
    }

    /// Accepted, and this is what the stream begins with.
    public static SubscribeReply ok(History history) {
        return new SubscribeReply(StreamStatus.OK, null, history);
    }

    /// Refused.
    public static SubscribeReply refused(StreamStatus status) {
        return new SubscribeReply(status, null, null);
    }
}
