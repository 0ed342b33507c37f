package dev.freshet.server.socket;

import dev.freshet.server.logging.LogThrottle;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log which pages were refused: their browsers keep the answer from them, and show
/// only that something is wrong with CORS.
///
/// A page tries again for as long as it is open: one line a minute per origin and host. Any thread,
/// bounded.
public final class OriginLog {
    private static final Logger LOG = LoggerFactory.getLogger("freshet.live");
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_ORIGINS = 1_000;

    private final LogThrottle throttle;

    public OriginLog(InstantSource clock) {
        this.throttle = new LogThrottle(clock, PAUSE, MAX_ORIGINS);
    }

    /// A request was refused, for this reason or another.
    public void refused(Problem problem) {
        if (problem.type() != ProblemType.ORIGIN_REFUSED) {
            return;
        }
        throttle.permit(problem.message())
                .ifPresent(more ->
                        LOG.info(
                                "{} {} [{}]{}",
                                problem.message(),
                                problem.hint(),
                                problem.type().messageId(),
                                more));
    }
}
