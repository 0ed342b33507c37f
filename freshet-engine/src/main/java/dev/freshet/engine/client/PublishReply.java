package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// Lets a client publish.
///
/// @param channel the canonical channel; null when it is the client's own text
/// @param data what to publish; null for the client's own data
/// @param withInfo true to tell subscribers who published
/// @param handled true when the handler has done what was to be done and nothing is to be published
public record PublishReply(
        @Nullable String channel, @Nullable Payload data, boolean withInfo, boolean handled) {
    /// Publishes the client's data under its own spelling, with its info.
    public static PublishReply ok() {
        return new PublishReply(null, null, true, false);
    }

    /// Publishes without telling who did.
    public static PublishReply to(String canonical, Payload data) {
        return new PublishReply(canonical, data, false, false);
    }

    /// Publishes nothing.
    public static PublishReply done() {
        return new PublishReply(null, null, false, true);
    }
}
