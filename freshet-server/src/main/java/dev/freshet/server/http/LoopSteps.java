package dev.freshet.server.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Brings results back to a connection's event loop: at once when they are there and we are on it.
final class LoopSteps {
    private final EventExecutor loop;
    private final Consumer<Throwable> broken;

    /// @param broken told on the loop of a stage that failed
    LoopSteps(EventExecutor loop, Consumer<Throwable> broken) {
        this.loop = loop;
        this.broken = broken;
    }

    <T> void whenDone(CompletionStage<T> stage, Consumer<T> next) {
        var future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            T value = future.join();
            run(() -> next.accept(value));
            return;
        }
        stage.whenComplete((value, failure) ->
                run(() -> {
                    if (failure == null) {
                        next.accept(value);
                    } else {
                        broken.accept(failure);
                    }
                }));
    }

    void failed(Throwable cause) {
        run(() -> broken.accept(cause));
    }

    private void run(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }
}
