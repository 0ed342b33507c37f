package dev.freshet.sources.influxdb;

import java.time.Instant;

/// A time that is a value, in nanoseconds since 1970-01-01 UTC.
record Nanos(long value) {
    static long of(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }
}
