package dev.freshet.server.query;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The queries that were used last, and when each was written to the tables. Any thread.
///
/// Everybody who may query makes them, so they are bounded in number and in bytes of their text.
final class LatestQueries {
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 8L << 20;
    private static final Duration WRITTEN_AGAIN = Duration.ofDays(1);

    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    record Key(long orgId, String hash) {}

    private record Entry(KnownQuery query, int bytes, Instant written) {}

    /// Null when it was not used lately.
    synchronized @Nullable KnownQuery find(Key key) {
        var entry = entries.get(key);
        return entry == null ? null : entry.query;
    }

    /// Takes note of it; true when it was not written for a day and is to be now.
    ///
    /// @param size of its text in bytes
    synchronized boolean isToBeWritten(Key key, KnownQuery query, int size, Instant now) {
        var before = entries.get(key);
        if (before != null && now.isBefore(before.written.plus(WRITTEN_AGAIN))) {
            return false;
        }
        put(key, new Entry(query, size, now));
        forgetTheLongestUnused();
        return true;
    }

    /// It could not be written: the next one who uses it tries again.
    synchronized void wasNotWritten(Key key) {
        var entry = entries.get(key);
        if (entry != null) {
            put(key, new Entry(entry.query, entry.bytes, Instant.EPOCH));
        }
    }

    private void put(Key key, Entry entry) {
        var before = entries.put(key, entry);
        bytes += entry.bytes - (before == null ? 0 : before.bytes);
    }

    private void forgetTheLongestUnused() {
        var longestUnused = entries.values().iterator();
        while (entries.size() > MOST || bytes > MOST_BYTES) {
            bytes -= longestUnused.next().bytes;
            longestUnused.remove();
        }
    }
}
