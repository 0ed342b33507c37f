package dev.freshet.server.push;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.logging.LogThrottle;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log what is wrong with pushed lines, because agents show their users almost nothing.
///
/// At most one line per stream in ten seconds: an agent repeats a bad batch for ever. Thread-safe,
/// bounded.
public final class PushLog {
    private static final Logger LOG = LoggerFactory.getLogger("freshet.push");
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MAX_STREAMS = 1_000;

    private final LogThrottle throttle;

    public PushLog(InstantSource clock) {
        this.throttle = new LogThrottle(clock, PAUSE, MAX_STREAMS);
    }

    /// A line was left out, or refused its whole body.
    void badLine(SignedInUser user, String streamId, LineError error, String consequence) {
        throttle.permit(user.orgId() + "/" + streamId)
                .ifPresent(more ->
                        LOG.warn(
                                "push to stream {} of organisation {} by {}: {}; {}{}",
                                streamId,
                                user.orgId(),
                                user.login(),
                                error.sentence(),
                                consequence,
                                more));
    }

    /// A body was not stored for another reason.
    void notStored(SignedInUser user, String streamId, String reason) {
        throttle.permit(user.orgId() + "/" + streamId)
                .ifPresent(more ->
                        LOG.warn(
                                "push to stream {} of organisation {} by {} was not stored: {}{}",
                                streamId,
                                user.orgId(),
                                user.login(),
                                reason,
                                more));
    }
}
