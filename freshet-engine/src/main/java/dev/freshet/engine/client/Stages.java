package dev.freshet.engine.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waits for what a broker or presence manager answers, and comes back to the event loop.
final class Stages {
    private Stages() {}

    /// Runs the task with the outcome: now when it is there, else later on the client's event loop,
    /// unless the connection has closed by then. What is waited for counts as work of the client's.
    static <T extends @Nullable Object> void whenDone(
            Client client,
            Supplier<? extends CompletionStage<T>> question,
            BiConsumer<T, @Nullable Throwable> then) {
        CompletableFuture<T> future = ask(question);
        if (isThere(future)) {
            take(client, future.join(), null, then);
            return;
        }
        var atWork = client.atWork();
        atWork.begin();
        future.whenComplete((value, failure) ->
                client.context()
                        .executor()
                        .execute(() -> {
                            HandlerCalls.goOn(client, () -> take(client, value, failure, then));
                            atWork.end();
                        }));
    }

    /// The same for a question that no command has asked: commands do not wait for the answer.
    static <T extends @Nullable Object> void aside(
            Client client,
            Supplier<? extends CompletionStage<T>> question,
            BiConsumer<T, @Nullable Throwable> then) {
        CompletableFuture<T> future = ask(question);
        if (isThere(future)) {
            take(client, future.join(), null, then);
            return;
        }
        future.whenComplete((value, failure) ->
                client.context()
                        .executor()
                        .execute(() ->
                                HandlerCalls.goOn(
                                        client, () -> take(client, value, failure, then))));
    }

    private static boolean isThere(CompletableFuture<?> future) {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    private static <T extends @Nullable Object> void take(
            Client client,
            T value,
            @Nullable Throwable failure,
            BiConsumer<T, @Nullable Throwable> then) {
        if (!client.isClosed()) {
            then.accept(value, failure);
        }
    }

    /// Asks; who throws instead of answering has failed.
    static <T extends @Nullable Object> CompletableFuture<T> ask(
            Supplier<? extends CompletionStage<T>> question) {
        try {
            return question.get().toCompletableFuture();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
