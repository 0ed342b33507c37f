package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.Result;
import java.util.concurrent.TimeUnit;

/// The unsubscribe command (§9): always answered with success; waits for a subscribe in flight.
final class UnsubscribeHandler {
    private static final int SETTLE_SECONDS = 5;

    private UnsubscribeHandler() {}

    static void handle(Client client, long id, String channel) {
        if (channel.isEmpty()) {
            client.badRequest("unsubscribe without a channel");
            return;
        }
        var subscription = client.subscriptions().get(channel);
        if (subscription == null || subscription.isActive()) {
            finish(client, id, channel);
            return;
        }
        var deadline =
                client.context()
                        .executor()
                        .schedule(
                                () ->
                                        client.disconnect(
                                                Disconnect.INTERNAL.because(
                                                        "internal server error: unsubscribe waited "
                                                                + SETTLE_SECONDS
                                                                + " s for a subscribe")),
                                SETTLE_SECONDS,
                                TimeUnit.SECONDS);
        var atWork = client.atWork();
        atWork.begin();
        subscription.whenSettled(() -> {
            deadline.cancel(false);
            if (!client.isClosed()) {
                handle(client, id, channel);
            }
            atWork.end();
        });
    }

    private static void finish(Client client, long id, String channel) {
        var subscription = client.subscriptions().get(channel);
        if (subscription != null) {
            client.subscriptions().end(subscription, UnsubscribeEvent.CLIENT_ASKED);
        }
        client.reply(id, new Result.Unsubscribe());
    }
}
