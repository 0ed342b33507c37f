package dev.freshet.server.http;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sentences of HTTP's own refusals.
final class Refusals {
    private static final int LONGEST_QUOTE = 80;
    private static final String SMALLER =
            "Send smaller requests, for Telegraf a smaller metric_batch_size. Limits that can be"
                    + " raised are max_bytes in [freshet.push] and [freshet.server_api], and"
                    + " message_size_limit in [live].";

    private Refusals() {}

    static Problem target(String uri) {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "The request's target \"" + quote(uri) + "\" is no path; it must begin with /.");
    }

    static Problem escape() {
        return Problem.of(
                ProblemType.BAD_REQUEST, "The path or the query has a broken percent escape.");
    }

    static Problem path(String path) {
        return Problem.of(
                ProblemType.ROUTE_NOT_FOUND,
                "There is nothing at \"" + quote(path) + "\".",
                "All paths stand in /api/openapi.json.");
    }

    static Problem method(String method, String path, String allow) {
        return Problem.of(
                ProblemType.METHOD_NOT_ALLOWED,
                quote(method) + " is not possible on \"" + quote(path) + "\".",
                "Possible are " + allow + ".");
    }

    static Problem noCredentials() {
        return Problem.of(
                ProblemType.UNAUTHORIZED,
                "Unauthorized: the request has no session cookie, token or password.",
                "Sign in, or send \"Authorization: Bearer <token>\"; freshet token create makes a"
                        + " token.");
    }

    static Problem bodyTooLarge(Route route, long bytes) {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE,
                "The body has "
                        + bytes
                        + " bytes or more; "
                        + route.template()
                        + " takes at most "
                        + route.bodyLimit()
                        + ".",
                SMALLER);
    }

    static Problem unpackedTooLarge(Route route) {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE,
                "The body unpacks to more than the "
                        + route.bodyLimit()
                        + " bytes that "
                        + route.template()
                        + " takes.",
                SMALLER);
    }

    /// @param why the engine's sentence, null when there is nothing to refuse
    static Optional<Problem> stream(@Nullable String why) {
        return Optional.ofNullable(why)
                .map(sentence -> Problem.of(ProblemType.BAD_REQUEST, sentence));
    }

    static Problem gzip(String reason) {
        return Problem.of(
                ProblemType.PUSH_BAD_GZIP,
                "The body is not valid gzip: " + quote(reason) + ".",
                "Send it without \"Content-Encoding: gzip\" when it is not packed.");
    }

    static Problem encoding(String encoding) {
        return Problem.of(
                ProblemType.UNSUPPORTED_ENCODING,
                "The Content-Encoding \"" + quote(encoding) + "\" is not understood here.",
                "Send the body unpacked; push routes also take gzip.");
    }

    static Problem expectation(String expectation) {
        return Problem.of(
                ProblemType.EXPECTATION_FAILED,
                "The request expects \"" + quote(expectation) + "\"; only 100-continue is known.");
    }

    private static String quote(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
