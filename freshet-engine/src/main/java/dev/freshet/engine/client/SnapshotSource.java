package dev.freshet.engine.client;

/// A channel's state for new subscribers.
@FunctionalInterface
public interface SnapshotSource {
    /// Called on the event loop after the client joined the channel, so that nothing is lost or
    /// repeated between the snapshot and the live publications. Must not block.
    ///
    /// @param recovered true when the client gets all that it missed as publications, so that the
    ///   snapshot must not hold them again
    Snapshot take(boolean recovered);
}
