package dev.freshet.server.live;

import dev.freshet.server.channel.Json;
import java.util.concurrent.CompletionStage;

/// The door to the engine for what is published over HTTP.
///
/// Called on a loop, must not block. An implementation either publishes to everybody or nobody; the
/// stage fails only when something is broken.
@FunctionalInterface
public interface ChannelPublisher {
    /// Publishes to everybody subscribed to a channel.
    ///
    /// @param canonicalChannel `N/scope/namespace/path`
    /// @param json one valid JSON value without line feeds outside strings
    /// @param idempotencyKey a second publication with the same key in the same channel within 5
    ///   minutes is not published again, and its outcome is that of the first; empty for none
    CompletionStage<PublishOutcome> publish(
            String canonicalChannel, Json json, String idempotencyKey);
}
