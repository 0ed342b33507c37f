package dev.freshet.server.channel;

import org.jspecify.annotations.Nullable;

/// The data of a subscribe reply, taken at the right moment.
///
/// The engine calls [#take] once, after the subscriber has joined its group and before the reply is
/// written; publications up to the snapshot's number are then skipped for this subscriber, so
/// nothing is missed and nothing comes twice. It must not block.
@FunctionalInterface
public interface InitialData {
    InitialData NONE = recovered -> null;

    /// The channel's state now; null when there is none.
    ///
    /// @param recovered true when the subscriber is given all that it missed as publications: the
    ///   data then holds no rows, or they would show twice
    @Nullable Snapshot take(boolean recovered);

    /// The same for a subscriber that comes back too late to be given all that it missed as
    /// publications: without what it has already, where that is known, or it would show twice.
    ///
    /// @param known where it was
    default @Nullable Snapshot takeBehind(Position known) {
        return take(false);
    }

    /// A place in the stream of a channel's publications, as a subscriber gives it.
    ///
    /// @param epoch names the stream, which another takes the place of at a restart
    /// @param offset of the last publication that the subscriber has
    record Position(String epoch, long offset) {}

    /// The data, and how much of the channel it contains.
    ///
    /// @param json one JSON value without line feeds
    /// @param number of the last publication that is contained, 0 when publications have no numbers
    record Snapshot(Json json, long number) {}
}
