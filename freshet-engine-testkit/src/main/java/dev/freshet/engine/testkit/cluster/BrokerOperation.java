package dev.freshet.engine.testkit.cluster;

/// What a node asks its broker to do.
public enum BrokerOperation {
    /// Publishing to a channel.
    PUBLISH,
    /// Announcing a join or leave.
    ANNOUNCE,
    /// Hearing a channel.
    SUBSCRIBE,
    /// Hearing it no more.
    UNSUBSCRIBE,
    /// Reading a stream or its position.
    HISTORY,
    /// Forgetting a channel's publications.
    REMOVE_HISTORY
}
