package dev.freshet.engine.broker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Time that passes when a test says so. Its nanoseconds overflow after a few seconds, as a real
/// clock's may at any time.
final class SteppedTime implements LongSupplier, InstantSource {
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private static final long FIRST_NANOS = Long.MAX_VALUE - 3_000_000_000L;

    private volatile Duration passed = Duration.ZERO;

    void pass(Duration time) {
        passed = passed.plus(time);
    }

    @Override
    public long getAsLong() {
        return FIRST_NANOS + passed.toNanos();
    }

    @Override
    public Instant instant() {
        return BEGINNING.plus(passed);
    }
}
