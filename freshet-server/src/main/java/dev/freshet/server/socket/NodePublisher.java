package dev.freshet.server.socket;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import dev.freshet.server.channel.Json;
import dev.freshet.server.live.ChannelPublisher;
import dev.freshet.server.live.PublishOutcome;
import dev.freshet.server.managedstream.RowPosition;
import dev.freshet.server.managedstream.StreamPublisher;
import dev.freshet.server.position.RowPositions;
import dev.freshet.server.serverapi.ApiPublisher;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes through the engine's node, for HTTP and for managed streams. Any thread, never waits.
public final class NodePublisher implements ChannelPublisher, StreamPublisher, ApiPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(NodePublisher.class);
    private static final CompletionStage<PublishOutcome> BUSY =
            CompletableFuture.completedFuture(PublishOutcome.BUSY);

    private final Node node;
    private final RowPositions positions;
    private final Consumer<String> published;

    /// Publishes through this node.
    ///
    /// @param positions told up to which row a publication goes
    /// @param published told of the canonical channel of what was published over HTTP, not of
    ///   managed streams
    public NodePublisher(Node node, RowPositions positions, Consumer<String> published) {
        this.node = node;
        this.positions = positions;
        this.published = published;
    }

    @Override
    public CompletionStage<PublishOutcome> publish(
            String canonicalChannel, Json json, String idempotencyKey) {
        var payload = Payload.ofOwnedJsonLine(json.bytes());
        if (!idempotencyKey.isEmpty()) {
            return publishOnce(canonicalChannel, payload, idempotencyKey);
        }
        if (!node.hasRoom(canonicalChannel)) {
            return BUSY;
        }
        return node.publish(canonicalChannel, payload)
                .thenApply(_ -> {
                    published.accept(canonicalChannel);
                    return PublishOutcome.PUBLISHED;
                });
    }

    private CompletionStage<PublishOutcome> publishOnce(
            String channel, Payload payload, String idempotencyKey) {
        var offered = node.optionsOf(channel);
        var how = PublishOptions.withHistory(offered.history()).withIdempotencyKey(idempotencyKey);
        var publication = Publication.of(payload).withPatchable(offered.delta());
        return publish(channel, publication, how)
                .thenApply(done -> done.isEmpty() ? PublishOutcome.BUSY : PublishOutcome.PUBLISHED);
    }

    @Override
    public CompletionStage<Optional<Published>> publish(
            String canonicalChannel, Publication publication, PublishOptions how) {
        if (!node.hasRoom(canonicalChannel)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return node.publish(canonicalChannel, publication, how)
                .thenApply(done -> {
                    if (!done.suppressed()) {
                        published.accept(canonicalChannel);
                    }
                    return Optional.of(done);
                });
    }

    @Override
    public boolean hasRoom(String canonicalChannel) {
        return node.hasRoom(canonicalChannel);
    }

    @Override
    public void publish(String canonicalChannel, byte[] json, long number) {
        var publication = Publication.of(Payload.ofOwnedJsonLine(json), null, number);
        var _ = published(canonicalChannel, node.publish(canonicalChannel, publication));
    }

    @Override
    public void publish(String canonicalChannel, byte[] json, long number, RowPosition last) {
        var publication = Publication.of(Payload.ofOwnedJsonLine(json), null, number);
        var _ =
                published(canonicalChannel, node.publish(canonicalChannel, publication))
                        .thenAccept(done -> remember(canonicalChannel, done.position(), last));
    }

    private void remember(String channel, StreamPosition place, RowPosition last) {
        if (!place.epoch().isEmpty()) {
            positions.published(channel, place.epoch(), place.offset(), last);
        }
    }

    private static CompletionStage<Published> published(
            String channel, CompletionStage<Published> done) {
        return done.whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.error("a message of {} was not published", channel, failure);
            }
        });
    }
}
