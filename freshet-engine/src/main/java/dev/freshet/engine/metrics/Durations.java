package dev.freshet.engine.metrics;

import java.util.concurrent.atomic.LongAdder;

/// How often something was done and how long it took in all. Any thread.
public final class Durations {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    public void record(long tookNanos) {
        count.increment();
        nanos.add(tookNanos);
    }

    public long count() {
        return count.sum();
    }

    /// The sum of all, in nanoseconds.
    public long nanos() {
        return nanos.sum();
    }
}
