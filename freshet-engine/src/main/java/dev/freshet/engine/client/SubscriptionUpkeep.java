package dev.freshet.engine.client;

import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.concurrent.TimeUnit;

/// What is done about one subscription from time to time. Event loop only.
final class SubscriptionUpkeep {
    private static final int MOVES_WITHIN_MILLIS = 1000;

    private SubscriptionUpkeep() {}

    static boolean isNeededBy(Subscription subscription) {
        return subscription.options().presence()
                || subscription.isPositioned()
                || subscription.expiry() != null;
    }

    static void look(Subscription subscription) {
        if (subscription.expiry() != null) {
            checkExpiry(subscription);
        }
        if (!subscription.isActive()) {
            return;
        }
        if (subscription.options().presence()) {
            subscription
                    .client()
                    .context()
                    .refreshPresence(subscription.channel(), subscription.clientInfo());
        }
        if (subscription.isPositioned()) {
            checkPosition(subscription);
        }
    }

    // ---- expiry

    private static void checkExpiry(Subscription subscription) {
        var expiry = subscription.expiry();
        var context = subscription.client().context();
        if (expiry == null || !expiry.isPast(context.now())) {
            return;
        }
        if (!expiry.clientRefreshes() && context.handlers().subRefresh() != null) {
            SubRefreshHandler.askServer(subscription);
        } else if (expiry.isPast(context.now().minus(context.limits().expiredDelay()))) {
            end(subscription);
        }
    }

    /// Ends an expired subscription: a client's own so that it may subscribe anew, a server's with
    /// the connection.
    static void end(Subscription subscription) {
        if (!subscription.isActive()) {
            return;
        }
        if (subscription.isServerSide()) {
            subscription.client().disconnect(Disconnect.SUBSCRIPTION_EXPIRED);
        } else {
            subscription
                    .client()
                    .unsubscribe(
                            subscription.spelling(),
                            UnsubscribeEvent.EXPIRED,
                            "subscription expired");
        }
    }

    // ---- positions

    /// A message that was lost between nodes shows as soon as another one comes; in a quiet channel
    /// only a look at the stream shows it.
    private static void checkPosition(Subscription subscription) {
        var client = subscription.client();
        var context = client.context();
        var cursor = subscription.cursor();
        long quiet = context.limits().streams().positionCheckDelay().toNanos();
        if (cursor == null
                || cursor.isBeingCompared()
                || context.coarseNanos() - cursor.quietSince() < quiet) {
            return;
        }
        cursor.heardAt(context.coarseNanos());
        cursor.comparing(true);
        var before = cursor.position();
        var query = HistoryQuery.top(subscription.options().history().metaTtl());
        Stages.aside(
                client,
                () -> context.node().history(subscription.channel(), query),
                (part, failure) -> {
                    cursor.comparing(false);
                    if (failure == null && !part.top().equals(before)) {
                        endUnlessItMoves(subscription, cursor, before);
                    }
                });
    }

    /// What makes the difference may be on its way through this node: it is given a moment.
    private static void endUnlessItMoves(
            Subscription subscription, Cursor cursor, StreamPosition before) {
        subscription
                .client()
                .context()
                .executor()
                .schedule(
                        () -> {
                            if (subscription.isActive() && cursor.position().equals(before)) {
                                subscription.insufficientState();
                            }
                        },
                        MOVES_WITHIN_MILLIS,
                        TimeUnit.MILLISECONDS);
    }
}
