package dev.freshet.server.problem;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/// The one place that turns an unexpected exception into "internal": the log gets the exception,
/// the caller a reference id that stands beside it, and never a stack trace.
public final class Unexpected {
    private Unexpected() {}

    /// Logs `cause` under a new reference.
    ///
    /// @param doing what failed, for the log, for example `POST /api/live/publish`
    public static Problem problem(Logger log, String doing, Throwable cause) {
        var reference = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        log.error("{} failed unexpectedly, reference {}", doing, reference, cause);
        return Problem.of(
                ProblemType.INTERNAL,
                "Something unexpected went wrong here (reference " + reference + ").",
                "Look for the reference in the server's log, and please report what stands there.");
    }
}
