package dev.freshet.engine.client;

import java.util.concurrent.CompletionStage;

/// Answers one kind of event.
///
/// Called on the client's event loop and must not block it; the answer may come at once or later,
/// from any thread. A failed stage, an exception or null is answered with the internal error (100)
/// and logged with a reference.
@FunctionalInterface
public interface EventHandler<E, R> {
    CompletionStage<Answer<R>> handle(E event);
}
