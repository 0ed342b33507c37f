package dev.freshet.server.http;

import java.util.concurrent.CompletionStage;

/// What a route does with a request.
///
/// Called on the event loop or on a virtual thread, as the route's [Execution] says. The stage may
/// complete on any thread; the connection reads nothing more until it does. An exception, thrown or
/// completed, becomes "internal" with a reference id.
@FunctionalInterface
public interface Handler {
    CompletionStage<Response> handle(Request request);
}
