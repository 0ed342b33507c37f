package dev.freshet.server.managedstream;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The snapshots for subscribers that come back, each made once for all that were at the same
/// place: after a restart of the server that is nearly everybody. The stream's lock guards it.
final class SnapshotsBehind {
    private static final int MOST = 8;

    private final Map<RowPosition, Snapshot> byPlace = new HashMap<>();
    private long number;

    /// @param newest the number of the stream's last publication: what was made before it is over
    Snapshot at(RowPosition place, long newest, Supplier<Snapshot> maker) {
        if (newest != number || (byPlace.size() >= MOST && !byPlace.containsKey(place))) {
            byPlace.clear();
            number = newest;
        }
        return byPlace.computeIfAbsent(place, _ -> maker.get());
    }
}
