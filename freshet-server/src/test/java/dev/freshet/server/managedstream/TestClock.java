package dev.freshet.server.managedstream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that moves only when told to.
final class TestClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-23T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }
}
