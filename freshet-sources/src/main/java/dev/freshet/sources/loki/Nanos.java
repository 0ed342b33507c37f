package dev.freshet.sources.loki;

import java.time.Instant;

/// Moments as Loki counts them: nanoseconds since 1970-01-01 UTC.
final class Nanos {
    private static final long PER_SECOND = 1_000_000_000;

    private Nanos() {}

    static long of(Instant moment) {
        return Math.addExact(
                Math.multiplyExact(moment.getEpochSecond(), PER_SECOND), moment.getNano());
    }
}
