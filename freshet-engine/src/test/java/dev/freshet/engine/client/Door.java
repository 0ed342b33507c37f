package dev.freshet.engine.client;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets the calls of an operation through at once, later or not at all, as the test says.
final class Door {
    private static final class Waiting<T extends @Nullable Object> {
        final Supplier<CompletionStage<T>> call;
        final CompletableFuture<T> answer = new CompletableFuture<>();

        Waiting(Supplier<CompletionStage<T>> call) {
            this.call = call;
        }

        void letThrough() {
            call.get()
                    .whenComplete((value, failure) -> {
                        if (failure == null) {
                            answer.complete(value);
                        } else {
                            answer.completeExceptionally(failure);
                        }
                    });
        }
    }

    private enum Fault {
        NONE,
        FAILS,
        THROWS
    }

    private final ArrayDeque<Waiting<?>> waiting = new ArrayDeque<>();
    private boolean open = true;
    private Fault next = Fault.NONE;
    private int calls;

    /// True to let a call that has to wait be answered with what was true when it came.
    boolean answersAreOld;

    /// Calls have to wait from now on.
    void shut() {
        open = false;
    }

    /// Lets everything through that waits, and what comes.
    void open() {
        open = true;
        while (!waiting.isEmpty()) {
            letOneThrough();
        }
    }

    /// Lets through the call that has waited longest.
    void letOneThrough() {
        waiting.removeFirst().letThrough();
    }

    /// Fails the call that has waited longest.
    void failOne() {
        waiting.removeFirst().answer.completeExceptionally(failure());
    }

    /// The next call gets a stage that has failed.
    void failNext() {
        next = Fault.FAILS;
    }

    /// The next call throws.
    void throwNext() {
        next = Fault.THROWS;
    }

    int waiting() {
        return waiting.size();
    }

    int calls() {
        return calls;
    }

    private static IllegalStateException failure() {
        return new IllegalStateException("secret of the test");
    }

    <T extends @Nullable Object> CompletionStage<T> pass(Supplier<CompletionStage<T>> call) {
        calls++;
        var fault = next;
        next = Fault.NONE;
        return switch (fault) {
            case THROWS -> throw failure();
            case FAILS -> CompletableFuture.failedStage(failure());
            case NONE -> open ? call.get() : later(call);
        };
    }

    private <T extends @Nullable Object> CompletionStage<T> later(
            Supplier<CompletionStage<T>> call) {
        var waits = new Waiting<T>(answersAreOld ? always(call.get()) : call);
        waiting.addLast(waits);
        return waits.answer;
    }

    private static <T extends @Nullable Object> Supplier<CompletionStage<T>> always(
            CompletionStage<T> answer) {
        return () -> answer;
    }
}
