package dev.freshet.server.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How the thread that runs the command waits: until something holds, a time is over or somebody
/// interrupts, with a look around every second.
final class Waiting {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier interrupted;
    private final List<Runnable> everySecond = new ArrayList<>();
    private long nextLook = System.nanoTime() + SECOND;

    Waiting(BooleanSupplier interrupted) {
        this.interrupted = interrupted;
    }

    /// Looks at something else every second while it waits.
    void everySecond(Runnable look) {
        everySecond.add(look);
    }

    boolean isInterrupted() {
        return interrupted.getAsBoolean();
    }

    /// Waits until the condition holds; false when the time was over before, or on an interruption.
    boolean until(BooleanSupplier condition, Duration longest) {
        return finish(() -> interrupted.getAsBoolean() || condition.getAsBoolean(), longest)
                && condition.getAsBoolean();
    }

    /// Waits until the condition holds, interrupted or not; false when the time was over before.
    boolean finish(BooleanSupplier condition, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - deadline >= 0) {
                return false;
            }
            if (now - nextLook >= 0) {
                nextLook += SECOND;
                everySecond.forEach(Runnable::run);
            }
            LockSupport.parkNanos(Math.min(PAUSE, deadline - now));
        }
        return true;
    }

    /// Waits for a time.
    void pass(Duration time) {
        until(() -> false, time);
    }
}
