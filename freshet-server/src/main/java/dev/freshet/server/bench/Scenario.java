package dev.freshet.server.bench;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.util.Locale;

/// The standard loads.
enum Scenario {
    /// Connections that only keep alive: connecting and memory.
    IDLE(new LoadDefaults(10_000, 1_000, 0, ofSeconds(0), ofSeconds(12))),
    /// One channel with many subscribers: delivering.
    FANOUT(new LoadDefaults(1_000, 1, 50, ofSeconds(2), ofSeconds(10))),
    /// Many channels with few subscribers each: what a publication costs.
    CHANNELS(new LoadDefaults(5_000, 1_000, 2_000, ofSeconds(2), ofSeconds(10))),
    /// As many publications as the server takes: the publish path.
    PUBLISH(new LoadDefaults(1, 1, -1, ofSeconds(1), ofSeconds(6))),
    /// A steady load for a long time: memory that grows.
    SOAK(new LoadDefaults(10_000, 100, 100, ofSeconds(10), ofMinutes(30)));

    private final LoadDefaults defaults;

    Scenario(LoadDefaults defaults) {
        this.defaults = defaults;
    }

    LoadDefaults defaults() {
        return defaults;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
