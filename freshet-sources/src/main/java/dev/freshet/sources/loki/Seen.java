package dev.freshet.sources.loki;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/// Which lines were shown already: the latest ones exactly, and all up to some moment. For one
/// thread at a time.
final class Seen {
    private static final int MOST = 20_000;

    /// Lines reach Loki some time after they were written.
    private static final long BEFORE_LATEST_NANOS = Duration.ofSeconds(10).toNanos();

    /// Longer, because clocks differ.
    private static final long BEFORE_ASKED_NANOS = Duration.ofSeconds(60).toNanos();

    private final TreeMap<Long, Set<String>> byTime = new TreeMap<>();
    private long end;
    private long asked;
    private int size;

    /// What is seen about a line.
    enum Verdict {
        NEW,
        /// Shown before.
        REPEATED,
        /// So old that nobody remembers whether it was shown.
        LATE
    }

    /// @param end everything up to this moment, inclusive, was shown
    Seen(long end) {
        this.end = end;
        this.asked = end;
    }

    Verdict add(Line line) {
        if (line.time() <= end) {
            return Verdict.LATE;
        }
        if (!byTime.computeIfAbsent(line.time(), _ -> new HashSet<>()).add(line.id())) {
            return Verdict.REPEATED;
        }
        size++;
        while (size > MOST && byTime.size() > 1) {
            var oldest = byTime.pollFirstEntry();
            end = oldest.getKey();
            size -= oldest.getValue().size();
        }
        return Verdict.NEW;
    }

    /// The time of the latest line.
    long latest() {
        return byTime.isEmpty() ? end : byTime.lastKey();
    }

    /// Where to ask from so that lines are not missed which came a little late: so long before the
    /// latest line, or not quite so long before it was last asked; never where nobody remembers.
    long start() {
        return Math.max(
                oldest(), Math.max(latest() - BEFORE_LATEST_NANOS, asked - BEFORE_ASKED_NANOS));
    }

    /// The first moment of which it is known what was shown.
    long oldest() {
        return end + 1;
    }

    /// All up to this moment, by our clock, was asked for.
    void asked(long moment) {
        asked = moment;
    }
}
