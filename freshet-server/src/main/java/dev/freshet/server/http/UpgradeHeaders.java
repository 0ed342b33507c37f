package dev.freshet.server.http;

import dev.freshet.engine.transport.WebSocketHandshake;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;

/// Checks that a request for a socket really asks to become one.
///
/// A proxy that drops `Upgrade` is the most frequent reason why it does not, so that is what we
/// say.
final class UpgradeHeaders {
    private UpgradeHeaders() {}

    static Optional<Problem> refusal(HttpRequest request) {
        var why = WebSocketHandshake.refusal(request);
        if (why == null) {
            return Optional.empty();
        }
        boolean asks =
                request.headers()
                        .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
        return Optional.of(
                asks
                        ? Problem.of(
                                ProblemType.BAD_REQUEST,
                                why,
                                "A proxy in between may drop headers of the upgrade.")
                        : Problem.of(
                                ProblemType.UPGRADE_REQUIRED,
                                "This address is a WebSocket, and the request does not ask to"
                                        + " become one.",
                                "If a WebSocket client sent it, a proxy in between drops the"
                                    + " headers Upgrade and Connection; it has to pass them on."));
    }
}
