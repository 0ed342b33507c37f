package dev.freshet.server.channel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tries again while a queue is full, for a limited time: agents give up at 5 s, so we answer
/// within 4.
///
/// Thread-safe. Attempts run on the caller's thread first and on the timer's later.
public final class Patience {
    private final ScheduledExecutorService timer;
    private final long pauseMillis;
    private final int attempts;

    /// @param longest for how long attempts are repeated
    /// @param pause between two attempts
    public Patience(ScheduledExecutorService timer, Duration longest, Duration pause) {
        this.timer = timer;
        this.pauseMillis = pause.toMillis();
        this.attempts = (int) (longest.toMillis() / pauseMillis);
    }

    public static Patience defaults(ScheduledExecutorService timer) {
        return new Patience(timer, Duration.ofMillis(3_500), Duration.ofMillis(20));
    }

    /// Repeats `attempt` until it gives true; false when the time is up. A failed attempt fails the
    /// stage.
    public CompletionStage<Boolean> until(Supplier<CompletionStage<Boolean>> attempt) {
        return attempt(attempt, attempts);
    }

    private CompletionStage<Boolean> attempt(Supplier<CompletionStage<Boolean>> attempt, int left) {
        return attempt.get()
                .thenCompose(done ->
                        done || left == 0
                                ? CompletableFuture.completedFuture(done)
                                : later(attempt, left - 1));
    }

    private CompletionStage<Boolean> later(Supplier<CompletionStage<Boolean>> attempt, int left) {
        var pause = new CompletableFuture<Void>();
        var _ = timer.schedule(() -> pause.complete(null), pauseMillis, TimeUnit.MILLISECONDS);
        return pause.thenCompose(_ -> attempt(attempt, left));
    }
}
