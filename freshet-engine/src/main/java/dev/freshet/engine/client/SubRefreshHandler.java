package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import org.jspecify.annotations.Nullable;

/// The sub_refresh command (§8), and the refreshing that the server does by itself.
final class SubRefreshHandler {
    private static final String METHOD = "sub_refresh";

    private SubRefreshHandler() {}

    static void handle(Client client, long id, Request.SubRefresh request) {
        if (request.channel().isEmpty()) {
            client.badRequest("sub_refresh without a channel");
            return;
        }
        var handler = client.context().handlers().subRefresh();
        if (handler == null) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.NOT_AVAILABLE.because(
                            "not available: subscriptions of this server are not refreshed"));
            return;
        }
        var subscription = client.subscriptions().get(request.channel());
        if (subscription == null || !subscription.isActive()) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.PERMISSION_DENIED.because(
                            "permission denied: not subscribed to \"" + request.channel() + "\""));
            return;
        }
        var expiry = subscription.expiry();
        if (expiry == null || !expiry.clientRefreshes()) {
            client.badRequest(
                    "the subscription to \""
                            + request.channel()
                            + "\" is not refreshed by its client");
            return;
        }
        if (request.token().isEmpty()) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.BAD_REQUEST.because("bad request: sub_refresh without a token"));
            return;
        }
        HandlerCalls.ask(
                client,
                handler,
                new SubRefreshEvent(client, subscription, request.token()),
                answer -> finish(client, id, subscription, answer));
    }

    private static void finish(
            Client client, long id, Subscription subscription, Answer<RefreshReply> answer) {
        switch (answer) {
            case Answer.Accepted<RefreshReply>(var reply) ->
                    accept(client, id, subscription, reply);
            case Answer.Refused<RefreshReply>(var error) -> client.refuse(id, METHOD, error);
            case Answer.Disconnected<RefreshReply>(var disconnect) -> client.disconnect(disconnect);
        }
    }

    private static void accept(
            Client client, long id, Subscription subscription, RefreshReply reply) {
        var now = client.context().now();
        var until = reply.expireAt();
        if (!reply.expired() && until != null && !until.isAfter(now)) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.EXPIRED.because("expired: the new token has expired already"));
            return;
        }
        var expiry = until == null ? null : Expiry.refreshedByClient(until);
        client.reply(
                id,
                new Result.SubRefresh(expiry != null, expiry == null ? 0 : expiry.ttlSeconds(now)));
        apply(subscription, reply, expiry);
    }

    /// Has the program refresh a subscription whose client does not. While it thinks nothing
    /// expires, so that it is not asked again; what it answers says how it goes on.
    static void askServer(Subscription subscription) {
        var client = subscription.client();
        var handler = client.context().handlers().subRefresh();
        if (handler == null) {
            return;
        }
        subscription.expiry(null);
        HandlerCalls.askAside(
                client,
                handler,
                new SubRefreshEvent(client, subscription, ""),
                answer -> {
                    switch (answer) {
                        case Answer.Accepted<RefreshReply>(var reply) -> {
                            var until = reply.expireAt();
                            var expiry = until == null ? null : Expiry.refreshedByServer(until);
                            if (expiry != null && expiry.isPast(client.context().now())) {
                                SubscriptionUpkeep.end(subscription);
                            } else {
                                apply(subscription, reply, expiry);
                            }
                        }
                        case Answer.Refused<RefreshReply> refused ->
                                SubscriptionUpkeep.end(subscription);
                        case Answer.Disconnected<RefreshReply>(var disconnect) ->
                                client.disconnect(disconnect);
                    }
                });
    }

    private static void apply(
            Subscription subscription, RefreshReply reply, @Nullable Expiry expiry) {
        if (reply.expired()) {
            SubscriptionUpkeep.end(subscription);
            return;
        }
        if (reply.info() != null) {
            subscription.info(reply.info());
        }
        subscription.expiry(expiry);
    }
}
