package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Ends a connection that is not refreshed in time, or has the program refresh it (§8). Exists only
/// for connections that expire. Event loop only.
final class ConnectionExpiry {
    private final Client client;
    private final Expiry expiry;
    private final ScheduledFuture<?> timer;

    ConnectionExpiry(Client client, Expiry expiry) {
        this.client = client;
        this.expiry = expiry;
        var context = client.context();
        var left = expiry.until(context.now());
        var wait = expiry.clientRefreshes() ? left.plus(context.limits().expiredDelay()) : left;
        this.timer =
                context.executor()
                        .schedule(
                                this::expire,
                                Math.max(0, wait.compareTo(Duration.ZERO) < 0 ? 0 : wait.toNanos()),
                                TimeUnit.NANOSECONDS);
    }

    void cancel() {
        timer.cancel(false);
    }

    private void expire() {
        var handler = client.context().handlers().refresh();
        if (expiry.clientRefreshes() || handler == null) {
            end();
            return;
        }
        HandlerCalls.askAside(client, handler, new RefreshEvent(client, ""), this::refreshed);
    }

    /// Whoever changed the expiry while the program thought knows better.
    private void refreshed(Answer<RefreshReply> answer) {
        if (!client.expiresBy(this) && !(answer instanceof Answer.Disconnected<RefreshReply>)) {
            return;
        }
        switch (answer) {
            case Answer.Accepted<RefreshReply>(var reply) -> {
                var until = reply.expireAt();
                if (reply.expired() || until == null || !until.isAfter(client.context().now())) {
                    end();
                    return;
                }
                if (reply.info() != null) {
                    client.showInfo(reply.info());
                }
                client.expire(Expiry.refreshedByServer(until));
            }
            case Answer.Refused<RefreshReply> refused -> end();
            case Answer.Disconnected<RefreshReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    private void end() {
        client.disconnect(
                Disconnect.CONNECTION_EXPIRED.because(
                        "connection expired: it was not refreshed by " + expiry.at()));
    }
}
