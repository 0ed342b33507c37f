package dev.freshet.server.serverapi;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.protocol.Publication;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The door to the engine for what the server API publishes.
///
/// Called on a loop, must not block. An implementation either publishes to everybody or nobody.
@FunctionalInterface
public interface ApiPublisher {
    /// Publishes to everybody subscribed to a channel; empty when a queue was full and nothing was
    /// published.
    CompletionStage<Optional<Published>> publish(
            String canonicalChannel, Publication publication, PublishOptions how);
}
