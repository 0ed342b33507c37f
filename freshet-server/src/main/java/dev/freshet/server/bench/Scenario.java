package dev.freshet.server.bench;

import java.time.Duration;

/// The standard loads: what each option is when it is not given.
enum Scenario {
    /// Connections that only keep alive: memory and connecting.
    IDLE(10_000, 1_000, 0, Duration.ZERO, Duration.ofSeconds(12)),
    /// One channel with many subscribers: delivering.
    FANOUT(1_000, 1, 50, Duration.ofSeconds(2), Duration.ofSeconds(10)),
    /// Many channels with few subscribers each: what a publication costs.
    CHANNELS(5_000, 1_000, 2_000, Duration.ofSeconds(2), Duration.ofSeconds(10)),
    /// As many publications as the server takes: the publish path.
    PUBLISH(1, 1, -1, Duration.ofSeconds(1), Duration.ofSeconds(6)),
    /// A steady load for a long time: memory that grows.
    SOAK(10_000, 100, 100, Duration.ofSeconds(10), Duration.ofMinutes(30));

    private final int connections;
    private final int channels;
    private final double rate;
    private final Duration warmUp;
    private final Duration duration;

    Scenario(int connections, int channels, double rate, Duration warmUp, Duration duration) {
        this.connections = connections;
        this.channels = channels;
        this.rate = rate;
        this.warmUp = warmUp;
        this.duration = duration;
    }

    int connections() {
        return connections;
    }

    int channels() {
        return channels;
    }

    double rate() {
        return rate;
    }

    Duration warmUp() {
        return warmUp;
    }

    Duration duration() {
        return duration;
    }
}
