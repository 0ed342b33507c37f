package dev.freshet.server.http;

import io.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line per answer at debug level, and the count of refusals.
///
/// The query is never logged: it can hold a password (`p`) or a token (`auth_token`).
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("freshet.http.access");

    private AccessLog() {}

    static void answered(Site site, Channel channel, Exchange exchange, Response response) {
        var problem = response.problem();
        if (problem != null) {
            site.refusals().accept(problem);
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {} {} {} {} bytes {}",
                    channel.remoteAddress(),
                    exchange.name(),
                    response.status(),
                    exchange.login(),
                    response.body().length,
                    problem == null ? "" : problem.type().messageId());
        }
    }
}
