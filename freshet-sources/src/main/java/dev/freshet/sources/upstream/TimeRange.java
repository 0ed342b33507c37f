package dev.freshet.sources.upstream;

import java.time.Duration;
import java.time.Instant;

/// From a moment, inclusive, to another, exclusive.
public record TimeRange(Instant from, Instant to) {
    public TimeRange {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(from + " is not before " + to);
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
