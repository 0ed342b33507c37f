package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The broker of a node that stands alone: what is published arrives at once, on the publisher's
/// thread.
public final class MemoryBroker implements Broker {
    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);
    private static final CompletionStage<Published> PUBLISHED =
            CompletableFuture.completedStage(Published.WITHOUT_POSITION);

    private final PublicationListener listener;

    public MemoryBroker(PublicationListener listener) {
        this.listener = listener;
    }

    @Override
    public CompletionStage<Published> publish(
            String channel, Publication publication, PublishOptions options) {
        listener.onMessage(channel, publication);
        return PUBLISHED;
    }

    @Override
    public CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message) {
        listener.onMessage(channel, message);
        return DONE;
    }

    /// All publications of this node pass through the hub, which knows the subscribers.
    @Override
    public boolean needsSubscriptions() {
        return false;
    }

    @Override
    public CompletionStage<@Nullable Void> subscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<@Nullable Void> unsubscribe(String channel) {
        return DONE;
    }

    @Override
    public CompletionStage<StreamPart> history(String channel, HistoryQuery query) {
        return CompletableFuture.completedStage(
                new StreamPart(List.of(), StreamPosition.NONE, null));
    }

    @Override
    public CompletionStage<@Nullable Void> removeHistory(String channel) {
        return DONE;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
