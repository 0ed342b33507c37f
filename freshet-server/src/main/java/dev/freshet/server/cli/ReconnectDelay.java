package dev.freshet.server.cli;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: 500 ms to 20 s, twice as much each time, a random part
/// of it, as the stock client does.
final class ReconnectDelay {
    private static final long LEAST_MILLIS = 500;
    private static final long MOST_MILLIS = 20_000;

    private final RandomGenerator random;
    private int attempts;

    ReconnectDelay(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long most = Math.min(MOST_MILLIS, LEAST_MILLIS << Math.min(attempts++, 10));
        return Duration.ofMillis(Math.min(MOST_MILLIS, LEAST_MILLIS + random.nextLong(most)));
    }

    /// An attempt has succeeded.
    void reset() {
        attempts = 0;
    }
}
