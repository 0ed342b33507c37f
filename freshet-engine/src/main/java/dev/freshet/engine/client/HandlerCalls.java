package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ErrorReply;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls of what the embedding program implements, whose failures cost one command and nothing
/// else. Event loop only.
final class HandlerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerCalls.class);

    private HandlerCalls() {}

    /// Lets a handler work on an event and hands its answer on, on this event loop; nothing comes
    /// of it when the connection has closed meanwhile.
    static <E, R> void ask(
            Client client, EventHandler<E, R> handler, E event, Consumer<Answer<R>> then) {
        long begun = System.nanoTime();
        CompletableFuture<Answer<R>> future;
        try {
            future = handler.handle(event).toCompletableFuture();
        } catch (Throwable e) {
            take(client, begun, null, e, then);
            return;
        }
        if (future.isDone() && !future.isCompletedExceptionally()) {
            take(client, begun, future.join(), null, then);
            return;
        }
        var atWork = client.atWork();
        atWork.begin();
        future.whenComplete((answer, failure) ->
                client.context()
                        .executor()
                        .execute(() -> {
                            goOn(client, () -> take(client, begun, answer, failure, then));
                            atWork.end();
                        }));
    }

    /// The same for what no command has asked: commands do not wait for the answer.
    static <E, R> void askAside(
            Client client, EventHandler<E, R> handler, E event, Consumer<Answer<R>> then) {
        long begun = System.nanoTime();
        Stages.aside(
                client,
                () -> handler.handle(event),
                (answer, failure) -> take(client, begun, answer, failure, then));
    }

    private static <R> void take(
            Client client,
            long begun,
            @Nullable Answer<R> answer,
            @Nullable Throwable failure,
            Consumer<Answer<R>> then) {
        if (client.isClosed()) {
            return;
        }
        client.context().engineMetrics().commandAnswers().record(System.nanoTime() - begun);
        if (answer != null) {
            then.accept(answer);
            return;
        }
        var cause = failure == null ? new NullPointerException("the answer is null") : failure;
        then.accept(Answer.refuse(internal(client, cause)));
    }

    /// Goes on with a command. A failure that nobody foresaw ends the connection, of which nothing
    /// can be relied on then.
    static void goOn(Client client, Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            client.failed(e);
        }
    }

    /// Tells the program something that needs no answer; a failure there is its own affair.
    static <E> void tell(Client client, Consumer<E> listener, E event) {
        try {
            listener.accept(event);
        } catch (Throwable e) {
            logged(client, e);
        }
    }

    /// The one place that turns a failure of the program into an error with a reference that stands
    /// in the log, too.
    static ErrorReply internal(Client client, Throwable failure) {
        return ErrorReply.INTERNAL.because(
                "internal server error; the server's log has it under " + logged(client, failure));
    }

    private static String logged(Client client, Throwable failure) {
        var reference = Long.toHexString(client.context().random().nextLong());
        LOG.error(
                "client {} user {}: a handler failed, reference {}",
                client.id(),
                client.user(),
                reference,
                failure);
        return reference;
    }
}
