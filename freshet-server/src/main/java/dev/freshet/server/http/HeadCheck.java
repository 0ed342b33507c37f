package dev.freshet.server.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;

/// What must be right about every request before anything else is asked.
///
/// Whatever leaves the end of a request open to two readings is refused: two servers that read it
/// differently are how requests are smuggled past a proxy.
final class HeadCheck {
    private static final Optional<Problem> FINE = Optional.empty();

    private HeadCheck() {}

    /// Why the request cannot be served; after such an answer the connection must be closed.
    static Optional<Problem> refusal(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return Optional.of(unreadable(head.decoderResult().cause()));
        }
        if (!isKnown(head.protocolVersion())) {
            return bad(
                    "The HTTP version is "
                            + head.protocolVersion()
                            + "; this server speaks HTTP/1.1.");
        }
        return host(head).or(() -> framing(head));
    }

    private static boolean isKnown(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    private static Optional<Problem> host(HttpRequest head) {
        var hosts = head.headers().getAll(HOST);
        if (hosts.size() > 1) {
            return bad("The request has " + hosts.size() + " Host headers; send exactly one.");
        }
        if (hosts.isEmpty()) {
            return head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                    ? bad("The request has no Host header; HTTP/1.1 needs one.")
                    : FINE;
        }
        return isHost(hosts.getFirst())
                ? FINE
                : bad("The Host header is no host with an optional port.");
    }

    /// Also catches a header that a folded line made part of the host.
    private static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '/' || c == ',' || c == '@') {
                return false;
            }
        }
        return true;
    }

    private static Optional<Problem> framing(HttpRequest head) {
        if (!head.headers().contains(TRANSFER_ENCODING)) {
            return FINE;
        }
        var encodings = head.headers().getAll(TRANSFER_ENCODING);
        if (encodings.size() != 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
            return bad(
                    "The Transfer-Encoding is " + encodings + "; only \"chunked\" is understood.");
        }
        if (head.headers().contains(CONTENT_LENGTH)
                || !head.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return bad(
                    "Transfer-Encoding stands beside a Content-Length or in HTTP/1.0; send one of"
                            + " them.");
        }
        return FINE;
    }

    static Problem unreadable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                    Problem.of(
                            ProblemType.URL_TOO_LONG,
                            "The request line is longer than this server reads.",
                            "Put long values into the body.");
            case TooLongHttpHeaderException _ ->
                    Problem.of(
                            ProblemType.HEADERS_TOO_LARGE,
                            "The request's headers are larger than this server reads.",
                            "Large cookies are the usual cause; clear them for this address.");
            default ->
                    Problem.of(
                            ProblemType.BAD_REQUEST,
                            "The request is not valid HTTP/1.1.",
                            "Is something else than HTTP, for example TLS, sent to this port?");
        };
    }

    private static Optional<Problem> bad(String message) {
        return Optional.of(Problem.of(ProblemType.BAD_REQUEST, message));
    }
}
