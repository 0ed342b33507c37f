package dev.freshet.server.channel;

import java.util.concurrent.CompletionStage;

/// Decides about the channels of one namespace: a stream, a data source, a plugin, a built-in
/// feature.
///
/// Called on a loop: must not block, and returns a completed stage where it can. Refusals are
/// decisions; an exception is "internal".
public interface ChannelHandler {
    CompletionStage<SubscribeDecision> subscribe(SubscribeRequest request);

    CompletionStage<PublishDecision> publish(PublishRequest request);
}
