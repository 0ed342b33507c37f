package dev.freshet.server.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts of durations in microseconds: exact below 128, then 64 steps in each power of two, so
/// that a percentile is less than 1 % off.
///
/// One thread records, any thread may read meanwhile.
final class Histogram {
    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;
    private static final int BUCKETS = (Long.SIZE - STEP_BITS) * STEPS;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong max = new AtomicLong();

    /// Counts one duration; a negative one, from a clock that went back, counts as 0.
    void record(long micros) {
        long value = Math.max(0, micros);
        increase(bucket(value), 1);
        if (value > max.getPlain()) {
            max.setRelease(value);
        }
    }

    private void increase(int bucket, long by) {
        counts.setRelease(bucket, counts.getPlain(bucket) + by);
        total.setRelease(total.getPlain() + by);
    }

    /// Takes over all counts of another one.
    void add(Histogram other) {
        for (int i = 0; i < BUCKETS; i++) {
            long count = other.counts.getAcquire(i);
            if (count > 0) {
                increase(i, count);
            }
        }
        max.setRelease(Math.max(max.getPlain(), other.max.getAcquire()));
    }

    long count() {
        return total.getAcquire();
    }

    /// The longest duration, exactly; 0 when there is none.
    long max() {
        return max.getAcquire();
    }

    /// The smallest duration that at least the given share of all durations does not exceed; 0 when
    /// there is none.
    ///
    /// @param share above 0, at most 1
    long percentile(double share) {
        long wanted = (long) Math.ceil(share * count());
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            long count = counts.getAcquire(i);
            seen += count;
            if (count > 0 && seen >= wanted) {
                return Math.min(middle(i), max());
            }
        }
        return max();
    }

    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(value));
        return shift * STEPS + (int) (value >>> shift);
    }

    private static long middle(int bucket) {
        if (bucket < 2 * STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long lowest = (long) (bucket % STEPS + STEPS) << shift;
        return lowest + (1L << shift) / 2;
    }
}
