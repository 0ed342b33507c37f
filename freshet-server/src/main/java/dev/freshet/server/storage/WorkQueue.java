package dev.freshet.server.storage;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A few platform threads behind a queue of limited length.
final class WorkQueue implements AutoCloseable {
    private static final int CLOSING_SECONDS = 5;

    private final ThreadPoolExecutor threads;

    WorkQueue(String name, int threads, int waiting) {
        this.threads =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        Thread.ofPlatform().name(name + "-", 1).daemon().factory());
    }

    /// The stage fails with [DatabaseBusy] when there is no room, else with what `work` throws.
    <T> CompletionStage<T> run(Callable<T> work) {
        var done = new CompletableFuture<T>();
        try {
            threads.execute(() -> complete(done, work));
        } catch (RejectedExecutionException _) {
            done.completeExceptionally(new DatabaseBusy());
        }
        return done;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static <T> void complete(CompletableFuture<T> done, Callable<T> work) {
        try {
            done.complete(work.call());
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }
}
