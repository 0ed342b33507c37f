package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// PUB/SUB between nodes, with a stream of past publications per channel that wants one.
///
/// Guarantees at-most-once delivery in the order of publishing per channel and publisher, and of
/// what has a position in the order of positions: who listens before it reads the stream finds
/// everything either there or in what it hears. Implementers append to the stream and announce in
/// one atomic step per channel; where that is impossible callers publish one at a time, or clients
/// that recover see gaps. `BrokerContract`, among the engine's tests, says the same in Java. Any
/// thread; nothing blocks.
public interface Broker extends AutoCloseable {
    /// Announces a publication to the listener of every node that subscribed to the channel, and
    /// appends it to the channel's stream when the options keep one: it then arrives with its
    /// position and with the time. A repetition, by idempotency key or version, has no effect.
    CompletionStage<Published> publish(
            String channel, Publication publication, PublishOptions options);

    /// Announces a join or leave, which no stream keeps.
    CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message);

    /// False when the listener gets everything anyway, so that nobody has to subscribe.
    default boolean needsSubscriptions() {
        return true;
    }

    /// From now on what is announced in the channel reaches this node's listener.
    ///
    /// @return done when nothing that is announced later is missed
    CompletionStage<@Nullable Void> subscribe(String channel);

    /// The node has no subscriber of the channel any more.
    CompletionStage<@Nullable Void> unsubscribe(String channel);

    /// Reads a part of the channel's stream, and its top. The question gives an unknown channel an
    /// epoch, and keeps its position for the query's time, but not the publications.
    CompletionStage<StreamPart> history(String channel, HistoryQuery query);

    /// Forgets the channel's publications; its position stays.
    CompletionStage<@Nullable Void> removeHistory(String channel);

    /// Called about once a second, to forget what has expired.
    default void tidy() {}

    @Override
    void close();
}
