package dev.freshet.server.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// How often something happened and how long it took in all: a Prometheus summary without
/// quantiles.
///
/// Thread-safe.
public final class DurationSummary {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    public void record(long tookNanos) {
        count.increment();
        nanos.add(tookNanos);
    }

    long count() {
        return count.sum();
    }

    double seconds() {
        return nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
