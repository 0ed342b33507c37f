package dev.freshet.plugins;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// Waits for what other threads and processes bring about.
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Eventually() {}

    static void eventually(Supplier<Boolean> condition, Supplier<String> otherwise)
            throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.get()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError(otherwise.get());
            }
            Thread.sleep(20);
        }
    }
}
