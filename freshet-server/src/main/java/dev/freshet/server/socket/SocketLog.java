package dev.freshet.server.socket;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.logging.LogThrottle;
import dev.freshet.server.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log why something may not arrive at a client.
///
/// Clients repeat what was refused for as long as a panel is open: one line a minute per user,
/// channel and reason (`spec/grafana-live.md` §10.3). Any thread, bounded.
public final class SocketLog {
    /// The close code of a connection above the limit that may come again.
    public static final int LIMIT_FOR_NOW = 4004;

    private static final Logger LOG = LoggerFactory.getLogger("freshet.live");
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 10_000;

    /// The others are the server's own doing, or come with every network that goes.
    private static final Set<Integer> TOLD =
            Set.of(
                    Disconnect.SLOW.code(),
                    Disconnect.TOO_MANY_REQUESTS.code(),
                    Disconnect.BAD_REQUEST.code(),
                    Disconnect.CONNECTION_LIMIT.code(),
                    LIMIT_FOR_NOW,
                    Disconnect.INAPPROPRIATE_PROTOCOL.code());

    private final LogThrottle throttle;

    public SocketLog(InstantSource clock) {
        this.throttle = new LogThrottle(clock, PAUSE, MAX_KEYS);
    }

    /// A command was refused.
    ///
    /// @param doing what the user wanted: `subscribe to` or `publish on`
    void refused(SignedInUser user, String client, String doing, String channel, Problem problem) {
        var reason = problem.type().messageId();
        throttle.permit(key(user, channel, doing + " " + reason))
                .ifPresent(more ->
                        LOG.info(
                                "user {} client {} may not {} \"{}\": {} [{}]{}",
                                user.login(),
                                client,
                                doing,
                                channel,
                                problem.message(),
                                reason,
                                more));
    }

    /// Somebody listens where nothing ever came.
    void nothingCameYet(SignedInUser user, String channel) {
        throttle.permit(key(user, channel, "nothing yet"))
                .ifPresent(more ->
                        LOG.info(
                                "user {} subscribed to \"{}\", on which nothing has come yet; if"
                                        + " that is a typing error, GET /api/live/list names the"
                                        + " channels that move{}",
                                user.login(),
                                channel,
                                more));
    }

    /// The server closed a connection, for a reason that its program or its network can change.
    void closed(SignedInUser user, String client, Disconnect disconnect) {
        if (!TOLD.contains(disconnect.code())) {
            return;
        }
        throttle.permit(key(user, "", "closed " + disconnect.code()))
                .ifPresent(more ->
                        LOG.info(
                                "user {} client {} was closed with {}: {}{}",
                                user.login(),
                                client,
                                disconnect.code(),
                                disconnect.reason(),
                                more));
    }

    /// A channel's name may hold anything, so it comes last.
    private static String key(SignedInUser user, String channel, String reason) {
        return user.orgId() + " " + user.uid() + " " + reason + " " + channel;
    }
}
