package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.ChannelMessage;

/// One subscription in a [Group]; implemented by the client side. Touched by the group's event loop
/// only.
public interface Subscriber {
    /// Takes a batch: sends it, holds it back or leaves it.
    ///
    /// The caller added one reference to the batch's bytes for this call; it is the implementer's
    /// to release. May leave the group during the call, and make others leave. Whoever throws is
    /// told by [#failed], and the group goes on with the next.
    void deliver(Batch batch);

    /// Something was not delivered, because an error nobody foresaw was in the way: the subscriber
    /// has a hole now and must not go on.
    void failed(Throwable failure);

    /// The wire form cannot hold this message, so the subscriber cannot be sent it. As [#deliver].
    void cannotTake(ChannelMessage message);

    /// Where the group keeps this subscriber; only the group reads and writes it.
    int slot();

    void slot(int slot);
}
