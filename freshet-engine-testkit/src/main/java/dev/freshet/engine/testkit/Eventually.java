package dev.freshet.engine.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what other threads will make true soon; the only kind of waiting that tests with real
/// threads need.
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 2_000_000;

    private Eventually() {}

    /// Repeats the assertion until it passes; after 10 s its last failure is thrown.
    public static void eventually(Runnable assertion) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
