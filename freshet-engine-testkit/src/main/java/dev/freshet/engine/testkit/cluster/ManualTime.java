package dev.freshet.engine.testkit.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Time that passes when a test says so: a wall clock, and nanoseconds to reckon by. Any thread.
public final class ManualTime implements LongSupplier, InstantSource {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Duration passed = Duration.ZERO;

    /// Lets time pass.
    public synchronized void advance(Duration time) {
        passed = passed.plus(time);
    }

    @Override
    public long getAsLong() {
        return passed.toNanos();
    }

    @Override
    public Instant instant() {
        return BEGINNING.plus(passed);
    }
}
