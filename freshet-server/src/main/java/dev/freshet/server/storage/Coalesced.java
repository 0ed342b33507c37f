package dev.freshet.server.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs a task at most once at a time: who asks while it runs shares the next run, which begins
/// after the question.
public final class Coalesced {
    private final Supplier<CompletionStage<Long>> task;
    private boolean running;
    private @Nullable CompletableFuture<Long> next;

    /// @param task gives the version that it read
    public Coalesced(Supplier<CompletionStage<Long>> task) {
        this.task = task;
    }

    /// Completes with the end of a run that began after this call.
    public CompletionStage<Long> run() {
        CompletableFuture<Long> mine;
        synchronized (this) {
            if (running) {
                if (next == null) {
                    next = new CompletableFuture<>();
                }
                return next;
            }
            running = true;
            mine = new CompletableFuture<>();
        }
        start(mine);
        return mine;
    }

    /// For a task that had nothing to do.
    public static CompletionStage<Long> done(long result) {
        return CompletableFuture.completedStage(result);
    }

    private void start(CompletableFuture<Long> asked) {
        task.get()
                .whenComplete((result, failure) -> {
                    startNext();
                    if (failure == null) {
                        asked.complete(result);
                    } else {
                        asked.completeExceptionally(failure);
                    }
                });
    }

    private void startNext() {
        CompletableFuture<Long> following;
        synchronized (this) {
            following = next;
            next = null;
            running = following != null;
        }
        if (following != null) {
            start(following);
        }
    }
}
