package dev.freshet.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/// A number that only grows. Thread-safe, cheap on hot paths.
public final class Counter {
    private final LongAdder value = new LongAdder();

    public void increment() {
        value.increment();
    }

    public long value() {
        return value.sum();
    }
}
