package dev.freshet.server.push;

import dev.freshet.server.auth.SignedInUser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log what is wrong with pushed lines, because agents show their users almost nothing.
///
/// At most one line per stream in ten seconds: an agent repeats a bad batch for ever. Thread-safe,
/// bounded.
public final class PushLog {
    private static final Logger LOG = LoggerFactory.getLogger("freshet.push");
    private static final long PAUSE_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final int MAX_STREAMS = 1_000;

    private final InstantSource clock;
    private final Map<String, Long> silentUntil = new ConcurrentHashMap<>();

    public PushLog(InstantSource clock) {
        this.clock = clock;
    }

    /// A line was left out, or refused its whole body.
    void badLine(SignedInUser user, String streamId, LineError error, String consequence) {
        if (mayLog(user.orgId() + "/" + streamId)) {
            LOG.warn(
                    "push to stream {} of organisation {} by {}: {}; {}",
                    streamId,
                    user.orgId(),
                    user.login(),
                    error.sentence(),
                    consequence);
        }
    }

    /// A body was not stored for another reason.
    void notStored(SignedInUser user, String streamId, String reason) {
        if (mayLog(user.orgId() + "/" + streamId)) {
            LOG.warn(
                    "push to stream {} of organisation {} by {} was not stored: {}",
                    streamId,
                    user.orgId(),
                    user.login(),
                    reason);
        }
    }

    private boolean mayLog(String stream) {
        long now = clock.millis();
        if (silentUntil.size() >= MAX_STREAMS) {
            silentUntil.values().removeIf(until -> until <= now);
        }
        long mine = now + PAUSE_MILLIS;
        long until =
                silentUntil.merge(stream, mine, (before, next) -> before > now ? before : next);
        return until == mine && silentUntil.size() <= MAX_STREAMS;
    }
}
