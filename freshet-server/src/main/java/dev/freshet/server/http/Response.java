package dev.freshet.server.http;

import dev.freshet.server.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer: status, headers and a complete body.
///
/// `Content-Length`, `Date` and `Connection` are added when it is written. Header values must not
/// hold line breaks, which are refused.
public final class Response {
    private static final byte[] NO_BODY = {};
    private static final List<String> JSON =
            List.of("Content-Type", "application/json; charset=UTF-8");
    private static final List<String> TEXT = List.of("Content-Type", "text/plain; charset=utf-8");

    private final int status;
    private final List<String> headers;
    private final byte[] body;
    private final @Nullable Problem problem;

    private Response(int status, List<String> headers, byte[] body, @Nullable Problem problem) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.problem = problem;
    }

    /// An answer with a body.
    ///
    /// @param body written as it is; must not change afterwards
    public static Response of(int status, String contentType, byte[] body) {
        return new Response(status, List.of(), body, null).withHeader("Content-Type", contentType);
    }

    public static Response empty(int status) {
        return new Response(status, List.of(), NO_BODY, null);
    }

    public static Response json(int status, byte[] body) {
        return new Response(status, JSON, body, null);
    }

    public static Response text(int status, String text) {
        return new Response(status, TEXT, text.getBytes(StandardCharsets.UTF_8), null);
    }

    /// The problem as `{"message", "messageId", "statusCode", "hint"}`.
    public static Response problem(Problem problem) {
        return problem(problem, ProblemJson.write(problem));
    }

    /// The problem with a JSON body of the caller's.
    public static Response problem(Problem problem, byte[] json) {
        var answer = new Response(problem.type().status(), JSON, json, problem);
        return switch (problem.type()) {
            case UNAUTHORIZED -> answer.withHeader("WWW-Authenticate", "Bearer realm=\"freshet\"");
            case BUSY -> answer.withHeader("Retry-After", "1");
            case UPGRADE_REQUIRED ->
                    answer.withHeader("Upgrade", "websocket").withHeader("X-Hint", problem.hint());
            default -> answer;
        };
    }

    public Response withHeader(String name, String value) {
        refuseLineBreaks(name);
        refuseLineBreaks(value);
        var more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new Response(status, List.copyOf(more), body, problem);
    }

    public Response withHeaders(Map<String, String> more) {
        var answer = this;
        for (var header : more.entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
        }
        return answer;
    }

    /// The same answer, counted and logged as a refusal whatever its status is.
    public Response because(Problem reason) {
        return new Response(status, headers, body, reason);
    }

    /// Says when to try again; zero says nothing.
    public Response retryAfter(Duration pause) {
        long seconds = pause.plusMillis(999).toSeconds();
        return pause.isZero() ? this : withHeader("Retry-After", Long.toString(seconds));
    }

    public int status() {
        return status;
    }

    /// Names and values by turns.
    public List<String> headers() {
        return headers;
    }

    /// The first value of a header, ignoring case.
    public @Nullable String header(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return headers.get(i + 1);
            }
        }
        return null;
    }

    public byte[] body() {
        return body;
    }

    /// Why this is a refusal, for counting and logging.
    public @Nullable Problem problem() {
        return problem;
    }

    private static void refuseLineBreaks(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a header holds a line break");
        }
    }
}
