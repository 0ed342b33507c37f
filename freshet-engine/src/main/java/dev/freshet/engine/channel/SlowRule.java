package dev.freshet.engine.channel;

/// What happens to a subscription whose client does not read as fast as the channel publishes.
///
/// A subscription that follows positions never misses a publication without being told: where
/// others would lose one it ends with code 2500, and the client subscribes again and recovers.
public enum SlowRule {
    /// The connection is closed with 3008 when more than its limit waits.
    DISCONNECT,
    /// What waits longest is thrown away.
    DROP_OLDEST,
    /// Only the newest publication waits.
    CONFLATE
}
