package dev.freshet.sources.redis;

import org.jspecify.annotations.Nullable;

/// How far a stream was read, over all connections, so that what was cut off its beginning in
/// between can be told. Thread-safe.
final class Progress {
    private @Nullable EntryId position;
    private long added = -1;

    /// These were read.
    synchronized void read(EntryId last, int entries) {
        position = last;
        if (added >= 0) {
            added += entries;
        }
    }

    /// Where reading begins anew; what was known of another place is of no use any more.
    synchronized void beginsAt(EntryId id) {
        if (!id.equals(position)) {
            position = id;
            added = -1;
        }
    }

    synchronized boolean isCounted() {
        return added >= 0;
    }

    /// Learns how many entries there were up to here; only certain when nothing came since.
    synchronized void learn(@Nullable StreamInfo info) {
        if (info != null && info.last().equals(position)) {
            added = info.added();
        }
    }

    /// How many entries came since and are gone again; 0 when none are, or nobody knows.
    synchronized long missing(@Nullable StreamInfo info) {
        if (info == null || added < 0 || position == null || info.last().equals(position)) {
            return 0;
        }
        boolean isCut = info.first() == null || info.first().compareTo(position) > 0;
        return isCut ? Math.max(0, info.added() - added - info.length()) : 0;
    }
}
