package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// The subscribe command (§9): checks, then the program's handler, then [Subscribing].
final class SubscribeHandler {
    private static final String METHOD = "subscribe";

    /// The only kind of delta that there is.
    static final String FOSSIL = "fossil";

    private SubscribeHandler() {}

    static void handle(Client client, long id, Request.Subscribe request) {
        var channel = request.channel();
        if (channel.isEmpty()) {
            client.badRequest("subscribe without a channel");
            return;
        }
        if (!request.delta().isEmpty() && !request.delta().equals(FOSSIL)) {
            client.badRequest("delta \"" + request.delta() + "\" is not known; fossil is");
            return;
        }
        var refusal = refusal(client, channel);
        if (refusal != null) {
            client.refuse(id, METHOD, refusal);
            return;
        }
        var handler = client.context().handlers().subscribe();
        if (handler == null) {
            client.refuse(
                    id,
                    METHOD,
                    ErrorReply.NOT_AVAILABLE.because("not available: this server has no channels"));
            return;
        }
        var subscription = new Subscription(client, channel, false);
        if (!client.subscriptions().reserve(subscription)) {
            client.refuse(id, METHOD, tooManyOfUser(client));
            return;
        }
        HandlerCalls.ask(
                client,
                handler,
                new SubscribeEvent(client, request),
                answer -> decide(client, id, request, subscription, answer));
    }

    private static @Nullable ErrorReply refusal(Client client, String channel) {
        var limits = client.context().limits();
        int bytes = ByteBufUtil.utf8Bytes(channel);
        if (bytes > limits.maxChannelBytes()) {
            return ErrorReply.BAD_REQUEST.because(
                    "bad request: the channel name has "
                            + bytes
                            + " bytes; at most "
                            + limits.maxChannelBytes()
                            + " are allowed");
        }
        if (client.subscriptions().get(channel) != null) {
            return ErrorReply.ALREADY_SUBSCRIBED.because(
                    "already subscribed to \"" + channel + "\"");
        }
        if (client.subscriptions().size() >= limits.maxSubscriptions()) {
            return ErrorReply.LIMIT_EXCEEDED.because(
                    "limit exceeded: this connection has "
                            + limits.maxSubscriptions()
                            + " subscriptions, as many as it may; unsubscribe from one first");
        }
        return null;
    }

    private static ErrorReply tooManyOfUser(Client client) {
        return ErrorReply.LIMIT_EXCEEDED.because(
                "limit exceeded: all connections of this user have "
                        + client.context().limits().perUser().maxSubscriptions()
                        + " subscriptions, as many as they may; unsubscribe from one first");
    }

    private static void decide(
            Client client,
            long id,
            Request.Subscribe request,
            Subscription subscription,
            Answer<SubscribeReply> answer) {
        switch (answer) {
            case Answer.Accepted<SubscribeReply>(var reply) ->
                    new Subscribing(
                                    client,
                                    subscription,
                                    request,
                                    reply,
                                    admission -> finish(client, id, subscription, admission))
                            .begin();
            case Answer.Refused<SubscribeReply>(var error) -> {
                client.subscriptions().abort(subscription);
                finish(client, id, subscription, new Admission.Refused(error));
            }
            case Answer.Disconnected<SubscribeReply>(var disconnect) ->
                    finish(client, id, subscription, new Admission.Ended(disconnect));
        }
    }

    private static void finish(
            Client client, long id, Subscription subscription, Admission admission) {
        switch (admission) {
            case Admission.Subscribed(var result) -> {
                client.reply(id, result);
                client.subscriptions().started(subscription);
            }
            case Admission.Refused(var error) -> client.refuse(id, METHOD, error);
            case Admission.Ended(var disconnect) -> client.disconnect(disconnect);
        }
        subscription.settled();
    }
}
