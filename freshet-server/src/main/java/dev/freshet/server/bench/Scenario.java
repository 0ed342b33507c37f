package dev.freshet.server.bench;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.util.Locale;

/// The standard loads.
enum Scenario {
    /// Connections that only keep alive: connecting and memory.
    IDLE,
    /// One channel with many subscribers: delivering.
    FANOUT,
    /// Many channels with few subscribers each: what a publication costs.
    CHANNELS,
    /// As many publications as the server takes: the publish path.
    PUBLISH,
    /// A steady load for a long time: memory that grows.
    SOAK,
    /// The fan-out without and with history and positions: what these cost.
    HISTORY,
    /// Clients that come back all at once: recovering, and what it does to others.
    RECOVER;

    LoadDefaults defaults() {
        return switch (this) {
            case IDLE -> new LoadDefaults(10_000, 1_000, 0, ZERO, ofSeconds(12));
            case FANOUT -> new LoadDefaults(1_000, 1, 50, ofSeconds(2), ofSeconds(10));
            case CHANNELS -> new LoadDefaults(5_000, 1_000, 2_000, ofSeconds(2), ofSeconds(10));
            case PUBLISH -> new LoadDefaults(1, 1, -1, ofSeconds(1), ofSeconds(6));
            case SOAK -> new LoadDefaults(10_000, 100, 100, ofSeconds(10), ofMinutes(30));
            case HISTORY -> new LoadDefaults(1_000, 1, 50, ofSeconds(2), ofSeconds(8));
            case RECOVER ->
                    new LoadDefaults(
                            10_000, 100, 50, ofSeconds(2), ofSeconds(4), 128, Positions.CHANNELS);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
