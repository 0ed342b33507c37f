package dev.freshet.server.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C while a load runs: the run ends early, and the process lives until what was measured has
/// been printed.
final class Interruption implements AutoCloseable {
    private static final int LONGEST_SECONDS = 20;

    private final CountDownLatch printed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "bench-interrupted");
    private volatile boolean asked;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupted() {
        asked = true;
        try {
            if (!printed.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("bench: gave up waiting for the results");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAsked() {
        return asked;
    }

    /// Lets the process end.
    @Override
    public void close() {
        printed.countDown();
        if (!asked) {
            removeHook();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            asked = true;
        }
    }
}
