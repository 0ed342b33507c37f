package dev.freshet.engine.client;

import dev.freshet.engine.protocol.StreamPosition;

/// A channel's state for new subscribers.
@FunctionalInterface
public interface SnapshotSource {
    /// Called on the event loop after the client joined the channel, so that nothing is lost or
    /// repeated between the snapshot and the live publications. Must not block.
    ///
    /// @param recovered true when the client gets all that it missed as publications, so that the
    ///   snapshot must not hold them again
    Snapshot take(boolean recovered);

    /// For a client that came back and could not be given all that it missed as publications: like
    /// [#take] without recovery, which it is unless somebody knows better. A source that knows what
    /// the client has may leave that out.
    ///
    /// @param known where the client was, as it says; maybe in a stream that there is no more
    default Snapshot takeBehind(StreamPosition known) {
        return take(false);
    }
}
