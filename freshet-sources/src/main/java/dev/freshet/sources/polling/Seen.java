package dev.freshet.sources.polling;

import java.util.HashMap;
import java.util.Map;

/// The rows of the last while, by a hash of what they hold, so that one that comes again is known.
/// Not thread-safe.
///
/// Two of a million rows have the same hash once in 30 million times; the later one would be left
/// out.
final class Seen {
    private final Map<Long, Long> timeByHash = new HashMap<>();

    /// False when it was there already.
    boolean add(long hash, long time) {
        return timeByHash.putIfAbsent(hash, time) == null;
    }

    /// Forgets what is older.
    void forgetBefore(long time) {
        timeByHash.values().removeIf(each -> each < time);
    }
}
