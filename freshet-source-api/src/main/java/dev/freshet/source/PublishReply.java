package dev.freshet.source;

import org.jspecify.annotations.Nullable;

/// The answer to PublishStream.
///
/// @param data published in place of what the client sent; null publishes nothing
public record PublishReply(StreamStatus status, @Nullable RawJson data) {
    /// Accepted: publish this.
    public static PublishReply publish(RawJson data) {
        return new PublishReply(StreamStatus.OK, data);
    }

    /// Accepted: the source has dealt with it, nothing to publish.
    public static PublishReply handled() {
        return new PublishReply(StreamStatus.OK, null);
    }

    /// Refused.
    public static PublishReply refused(StreamStatus status) {
        return new PublishReply(status, null);
    }
}
