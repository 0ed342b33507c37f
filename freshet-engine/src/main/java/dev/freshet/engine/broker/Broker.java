package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.Publication;

/// PUB/SUB between nodes.
///
/// Guarantees at-most-once delivery in the order of publishing per channel and publisher.
/// Implementers append and announce in one atomic step per channel; where that is impossible
/// callers publish one at a time, or clients that recover see gaps. Any thread.
public interface Broker extends AutoCloseable {
    /// Announces a publication to the listener of every node that subscribed to the channel.
    void publish(String channel, Publication publication);

    /// From now on the channel's publications reach this node's listener.
    void subscribe(String channel);

    /// The node has no subscriber of the channel any more.
    void unsubscribe(String channel);

    @Override
    void close();
}
