package dev.freshet.server.http;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.http.Route.Action;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps other sites' pages from acting with what a browser sends along by itself.
///
/// A socket's origin is always checked. A write's is checked unless it carries a token, which no
/// browser adds on its own; with a cookie the browser must have said where the request comes from.
final class CrossSite {
    private CrossSite() {}

    static Optional<Problem> refusal(
            OriginCheck origins, Route route, RequestHead head, @Nullable SignedInUser user) {
        if (route.action() instanceof Action.Upgrade) {
            return origins.refusal(head.header("Origin"), head.header("Host"));
        }
        if (head.method().equals("GET") || head.isHead() || hasToken(user) || isSameOrigin(head)) {
            return Optional.empty();
        }
        if (head.header("Origin") == null && user != null && user.kind() == AuthKind.SESSION) {
            return Optional.of(noOrigin());
        }
        return origins.refusal(head.header("Origin"), head.header("Host"));
    }

    private static boolean hasToken(@Nullable SignedInUser user) {
        return user != null
                && switch (user.kind()) {
                    case TOKEN, API_KEY, JWT -> true;
                    case SESSION, BASIC, PROXY, ANONYMOUS, DELEGATED -> false;
                };
    }

    private static boolean isSameOrigin(RequestHead head) {
        return "same-origin".equals(head.header("Sec-Fetch-Site"));
    }

    private static Problem noOrigin() {
        return Problem.of(
                ProblemType.ORIGIN_REFUSED,
                "A write with a session cookie must say its origin; this request has no Origin"
                        + " header.",
                "Send the Origin header with this server's address, or use a token instead of the"
                        + " cookie.");
    }
}
