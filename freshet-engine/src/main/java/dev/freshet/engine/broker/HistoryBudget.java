package dev.freshet.engine.broker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What all logs of a broker may keep together, in bytes, so that history cannot exhaust the heap.
///
/// The log that is written to pays first: it gives up its oldest while the budget is exceeded. When
/// it has nothing left but its newest, the fullest log pays, so that a channel that begins late is
/// not left without. Any thread.
final class HistoryBudget {
    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final LongAdder trimmed = new LongAdder();
    private volatile @Nullable PublicationLog fullest;

    HistoryBudget(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException(
                    "maxHistoryBytes is " + maxBytes + "; it must be 0 or more");
        }
        this.maxBytes = maxBytes;
    }

    void add(long bytes) {
        usedBytes.addAndGet(bytes);
    }

    boolean isExceeded() {
        return usedBytes.get() > maxBytes;
    }

    /// True when `bytes` are more than a quarter of what all may keep.
    boolean isLargeShare(long bytes) {
        return bytes > maxBytes / 4;
    }

    /// Something was given up before its time.
    void countTrimmed() {
        trimmed.increment();
    }

    /// A log has grown. Without a lock: of two logs that grow at once either may be remembered, and
    /// the next one that grows beyond it takes its place.
    void grown(PublicationLog log) {
        var known = fullest;
        if (known != log && (known == null || log.bytes() > known.bytes())) {
            fullest = log;
        }
    }

    /// The log that holds the most, as far as is known; it may have given up all of it since.
    @Nullable PublicationLog fullest() {
        return fullest;
    }

    long usedBytes() {
        return usedBytes.get();
    }

    long trimmed() {
        return trimmed.sum();
    }
}
