package dev.freshet.engine.client;

import org.jspecify.annotations.Nullable;

/// Lets a client read a channel's stream.
///
/// @param channel the canonical channel; null when it is the client's own text
public record HistoryReply(@Nullable String channel) {
    public static HistoryReply ok() {
        return new HistoryReply(null);
    }
}
