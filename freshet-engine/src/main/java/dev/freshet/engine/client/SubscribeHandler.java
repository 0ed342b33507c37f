package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// The subscribe command (§9).
///
/// The client joins its group first, then the snapshot is taken, then the reply is written: all in
/// one turn of the loop, so that no publication is lost, repeated, or seen before the reply.
final class SubscribeHandler {
    private static final String FOSSIL = "fossil";
    private static final Snapshot NO_SNAPSHOT = new Snapshot(null, 0);

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
            client.refuse(id, refusal);
            return;
        }
        var handler = client.context().handlers().subscribe();
        if (handler == null) {
            client.refuse(
                    id,
                    ErrorReply.NOT_AVAILABLE.because("not available: this server has no channels"));
            return;
        }
        var subscription = new Subscription(client, channel);
        client.subscriptions().add(subscription);
        HandlerCalls.ask(
                client,
                handler,
                new SubscribeEvent(client, request),
                answer -> finish(client, id, request, subscription, answer));
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

    private static void finish(
            Client client,
            long id,
            Request.Subscribe request,
            Subscription subscription,
            Answer<SubscribeReply> answer) {
        switch (answer) {
            case Answer.Accepted<SubscribeReply>(var reply) ->
                    accept(client, id, request, subscription, reply);
            case Answer.Refused<SubscribeReply>(var error) -> {
                client.subscriptions().remove(subscription);
                client.refuse(id, error);
            }
            case Answer.Disconnected<SubscribeReply>(var disconnect) ->
                    client.disconnect(disconnect);
        }
        subscription.settled();
    }

    private static void accept(
            Client client,
            long id,
            Request.Subscribe request,
            Subscription subscription,
            SubscribeReply reply) {
        subscription.join(reply.channel() == null ? subscription.spelling() : reply.channel());
        Snapshot snapshot;
        try {
            snapshot = reply.snapshot() == null ? NO_SNAPSHOT : reply.snapshot().get();
            subscription.skipThrough(snapshot.sequence());
        } catch (Throwable e) {
            client.subscriptions().remove(subscription);
            subscription.leave();
            client.refuse(id, HandlerCalls.internal(client, e));
            return;
        }
        client.context().engineMetrics().subscriptionsAccepted().increment();
        client.reply(
                id,
                new Result.Subscribe(
                        false,
                        0,
                        false,
                        "",
                        java.util.List.of(),
                        false,
                        0,
                        false,
                        snapshot.data(),
                        request.recover(),
                        false));
    }
}
