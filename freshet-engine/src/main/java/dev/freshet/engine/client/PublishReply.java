package dev.freshet.engine.client;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.protocol.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets a client publish.
///
/// @param channel the canonical channel; null when it is the client's own text
/// @param data what to publish; null for the client's own data
/// @param withInfo true to tell subscribers who published
/// @param handled true when the handler has done what was to be done and nothing is to be published
/// @param tags for tags filters; empty for none
/// @param options other than the channel's own; null for those
public record PublishReply(
        @Nullable String channel,
        @Nullable Payload data,
        boolean withInfo,
        boolean handled,
        Map<String, String> tags,
        @Nullable PublishOptions options) {
    /// Publishes the client's data under its own spelling, with its info.
    public static PublishReply ok() {
        return new PublishReply(null, null, true, false, Map.of(), null);
    }

    /// Publishes without telling who did.
    public static PublishReply to(String canonical, Payload data) {
        return new PublishReply(canonical, data, false, false, Map.of(), null);
    }

    /// Publishes nothing.
    public static PublishReply done() {
        return new PublishReply(null, null, false, true, Map.of(), null);
    }

    public PublishReply withTags(Map<String, String> newTags) {
        return new PublishReply(channel, data, withInfo, handled, newTags, options);
    }

    public PublishReply withOptions(PublishOptions newOptions) {
        return new PublishReply(channel, data, withInfo, handled, tags, newOptions);
    }
}
