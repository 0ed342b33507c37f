package dev.freshet.server.channel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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

    /// Repeats `attempt` while its outcome is `busy`, and gives the last outcome. A failed attempt
    /// fails the stage.
    public <T> CompletionStage<T> whileBusy(
            Predicate<T> busy, Supplier<CompletionStage<T>> attempt) {
        return attempt(busy, attempt, attempts);
    }

    private <T> CompletionStage<T> attempt(
            Predicate<T> busy, Supplier<CompletionStage<T>> attempt, int left) {
        return attempt.get()
                .thenCompose(outcome ->
                        left > 0 && busy.test(outcome)
                                ? later(busy, attempt, left - 1)
                                : CompletableFuture.completedFuture(outcome));
    }

    private <T> CompletionStage<T> later(
            Predicate<T> busy, Supplier<CompletionStage<T>> attempt, int left) {
        var pause = new CompletableFuture<Void>();
        Runnable goOn = () -> pause.complete(null);
        var _ = timer.schedule(goOn, pauseMillis, TimeUnit.MILLISECONDS);
        return pause.thenCompose(_ -> attempt(busy, attempt, left));
    }
}
