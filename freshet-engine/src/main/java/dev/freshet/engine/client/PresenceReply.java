package dev.freshet.engine.client;

import org.jspecify.annotations.Nullable;

/// Tells a client who is in a channel.
///
/// @param channel the canonical channel; null when it is the client's own text
public record PresenceReply(@Nullable String channel) {
    public static PresenceReply ok() {
        return new PresenceReply(null);
    }
}
