package dev.freshet.server.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.http.Route.Action;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// One call of a route's handler: where it runs, and the unpacking of its body.
final class HandlerCall {
    private static final int SMALL_BODY = 16 * 1024;

    private final Action.Handle handle;
    private final Route route;
    private final boolean packed;
    private final Function<byte[], Request> request;

    HandlerCall(
            Action.Handle handle, Route route, boolean packed, Function<byte[], Request> request) {
        this.handle = handle;
        this.route = route;
        this.packed = packed;
        this.request = request;
    }

    /// Unpacking always leaves the loop: how much it is shows only afterwards.
    boolean staysOnLoop(int bodyLength) {
        return switch (handle.execution()) {
            case LOOP -> !packed;
            case SMALL_ON_LOOP -> !packed && bodyLength <= SMALL_BODY;
            case VIRTUAL_THREAD -> false;
        };
    }

    CompletionStage<Response> answer(byte[] body) {
        if (!packed) {
            return handle.handler().handle(request.apply(body));
        }
        return switch (Gzip.unpack(body, route.bodyLimit())) {
            case Gzip.Unpacked.Whole whole -> handle.handler().handle(request.apply(whole.bytes()));
            case Gzip.Unpacked.TooLarge() ->
                    completedFuture(Response.problem(Refusals.unpackedTooLarge(route)));
            case Gzip.Unpacked.Broken(String reason) ->
                    completedFuture(Response.problem(Refusals.gzip(reason)));
        };
    }
}
