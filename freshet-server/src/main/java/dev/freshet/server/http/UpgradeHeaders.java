package dev.freshet.server.http;

import dev.freshet.server.auth.AuthRequest.Lookup;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks that a request for a socket really asks to become one.
///
/// A proxy that drops `Upgrade` is the most frequent reason why it does not, so that is what we
/// say.
final class UpgradeHeaders {
    private UpgradeHeaders() {}

    static Optional<Problem> refusal(Lookup headers) {
        if (!names(headers.find("Upgrade"), "websocket")
                || !names(headers.find("Connection"), "upgrade")) {
            return Optional.of(
                    Problem.of(
                            ProblemType.UPGRADE_REQUIRED,
                            "This address is a WebSocket; the request has no \"Upgrade: websocket\""
                                    + " with \"Connection: Upgrade\".",
                            "If a WebSocket client sent it, a proxy in between drops these headers;"
                                    + " it must pass Upgrade and Connection on."));
        }
        if (!"13".equals(headers.find("Sec-WebSocket-Version"))) {
            return bad("The WebSocket version is not 13.");
        }
        var key = headers.find("Sec-WebSocket-Key");
        return key == null || key.length() != 24
                ? bad("The request has no Sec-WebSocket-Key of 24 characters.")
                : Optional.empty();
    }

    private static boolean names(@Nullable String header, String token) {
        if (header != null) {
            for (var part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                if (part.trim().equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<Problem> bad(String message) {
        return Optional.of(Problem.of(ProblemType.BAD_REQUEST, message));
    }
}
