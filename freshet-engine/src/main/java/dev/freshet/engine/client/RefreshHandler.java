package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Result;

/// The refresh command (§8).
final class RefreshHandler {
    private static final String METHOD = "refresh";

    private RefreshHandler() {}

    static void handle(Client client, long id, String token) {
        if (token.isEmpty()) {
            client.badRequest("refresh without a token");
            return;
        }
        var handler = client.context().handlers().refresh();
        if (handler == null) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.NOT_AVAILABLE.because(
                            "not available: connections to this server are not refreshed"));
            return;
        }
        if (!client.isRefreshedByClient()) {
            client.badRequest("this connection is not refreshed by its client");
            return;
        }
        HandlerCalls.ask(
                client,
                handler,
                new RefreshEvent(client, token),
                answer -> finish(client, id, answer));
    }

    private static void finish(Client client, long id, Answer<RefreshReply> answer) {
        switch (answer) {
            case Answer.Accepted<RefreshReply>(var reply) -> accept(client, id, reply);
            case Answer.Refused<RefreshReply>(var error) -> client.refuse(id, METHOD, error);
            case Answer.Disconnected<RefreshReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    private static void accept(Client client, long id, RefreshReply reply) {
        var now = client.context().now();
        if (reply.expired()) {
            client.disconnect(Disconnect.CONNECTION_EXPIRED);
            return;
        }
        var until = reply.expireAt();
        if (until != null && !until.isAfter(now)) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.EXPIRED.because("expired: the new token has expired already"));
            return;
        }
        if (reply.info() != null) {
            client.showInfo(reply.info());
        }
        if (until != null) {
            client.expire(Expiry.refreshedByClient(until));
        }
        int ttl = until == null ? 0 : Expiry.refreshedByClient(until).ttlSeconds(now);
        client.reply(id, new Result.Refresh("", "", until != null, ttl));
    }
}
