package dev.freshet.source;

import org.jspecify.annotations.Nullable;

/// The answer to SubscribeStream.
///
/// @param initialData handed to this subscriber at once: usually a frame with a schema and no rows,
///   so that data-only packets can be read
public record SubscribeReply(StreamStatus status, @Nullable RawJson initialData) {
    /// Accepted, nothing to show yet.
    public static SubscribeReply ok() {
        return new SubscribeReply(StreamStatus.OK, null);
    }

    /// Accepted, with something to show at once.
    public static SubscribeReply ok(RawJson initialData) {
        return new SubscribeReply(StreamStatus.OK, initialData);
    }

    /// Refused.
    public static SubscribeReply refused(StreamStatus status) {
        return new SubscribeReply(status, null);
    }
}
