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
/// A GET that opens a stream carries commands, and any link can be such a GET: unless it has a
/// token, it must show that a page of ours sent it.
final class CrossSite {
    private CrossSite() {}

    static Optional<Problem> refusal(
            OriginCheck origins, Route route, RequestHead head, @Nullable SignedInUser user) {
        return switch (route.action()) {
            case Action.Upgrade _ -> origins.refusal(head.header("Origin"), head.header("Host"));
            case Action.Stream _ -> stream(origins, head, user);
            case Action.Handle _ -> isRead(head) ? Optional.empty() : write(origins, head, user);
        };
    }

    private static boolean isRead(RequestHead head) {
        return head.method().equals("GET") || head.isHead();
    }

    private static Optional<Problem> stream(
            OriginCheck origins, RequestHead head, @Nullable SignedInUser user) {
        if (head.header("Origin") != null) {
            return origins.refusal(head.header("Origin"), head.header("Host"));
        }
        if (!isRead(head)) {
            return write(origins, head, user);
        }
        if (hasToken(user) || isSameOrigin(head)) {
            return Optional.empty();
        }
        // Browsers send no Origin with a GET to the page's own host, and over plain HTTP no
        // Sec-Fetch-Site either.
        var page = origin(head.header("Referer"));
        return page == null ? Optional.of(noPage()) : origins.refusal(page, head.header("Host"));
    }

    private static @Nullable String origin(@Nullable String page) {
        int host = page == null ? -1 : page.indexOf("://");
        if (page == null || host < 0) {
            return null;
        }
        int path = page.indexOf('/', host + 3);
        return path < 0 ? page : page.substring(0, path);
    }

    private static Optional<Problem> write(
            OriginCheck origins, RequestHead head, @Nullable SignedInUser user) {
        if (hasToken(user) || isSameOrigin(head)) {
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

    private static Problem noPage() {
        return Problem.of(
                ProblemType.ORIGIN_REFUSED,
                "A GET that opens a stream must say which page sends it; this request has neither"
                        + " an Origin nor a Referer header.",
                "Open it from a page of this server, or use POST, or a token.");
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
