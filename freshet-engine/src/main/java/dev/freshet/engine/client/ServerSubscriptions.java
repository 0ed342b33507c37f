package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Subscriptions that the server makes (§14): with the connect command, all of them or none, and at
/// any time later. Event loop only.
final class ServerSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSubscriptions.class);

    private final Client client;
    private final Consumer<ServerSubscriptions> then;
    private final Map<String, Result.Subscribe> results = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private int waiting;
    private @Nullable Admission failure;

    private ServerSubscriptions(Client client, Consumer<ServerSubscriptions> then) {
        this.client = client;
        this.then = then;
    }

    // ---- with the connect command

    /// Makes the subscriptions of a connect reply; what they bring is held back until [#start].
    ///
    /// @param wishes where the client wants to recover from, by channel
    static void connect(
            Client client,
            Map<String, SubscribeReply> replies,
            Map<String, Request.Subscribe> wishes,
            Consumer<ServerSubscriptions> then) {
        var all = new ServerSubscriptions(client, then);
        if (replies.size() > client.context().limits().maxSubscriptions()) {
            all.failure = new Admission.Ended(channelLimit(client));
            then.accept(all);
            return;
        }
        // One more than there are, so that the last one is not through before all have begun.
        all.waiting = replies.size() + 1;
        replies.forEach((channel, reply) ->
                all.begin(
                        channel,
                        reply,
                        wishes.getOrDefault(channel, Request.Subscribe.plain(channel))));
        all.oneIsThrough();
    }

    private void begin(String channel, SubscribeReply reply, Request.Subscribe wishes) {
        var subscription = new Subscription(client, channel, true);
        client.subscriptions().reserveForServer(subscription);
        subscriptions.add(subscription);
        new Subscribing(
                        client,
                        subscription,
                        wishes,
                        reply,
                        admission -> {
                            if (admission instanceof Admission.Subscribed(var result)) {
                                results.put(channel, result);
                            } else if (failure == null) {
                                failure = admission;
                            }
                            oneIsThrough();
                        })
                .begin();
    }

    private void oneIsThrough() {
        if (--waiting == 0) {
            if (failure != null) {
                subscriptions.forEach(client.subscriptions()::abort);
            }
            then.accept(this);
        }
    }

    /// Why none was made; null when all were.
    @Nullable Admission failure() {
        return failure;
    }

    Map<String, Result.Subscribe> results() {
        return results;
    }

    /// The connect reply is written: the publications may follow.
    void start() {
        for (var subscription : subscriptions) {
            client.subscriptions().started(subscription);
            subscription.settled();
        }
    }

    // ---- later

    static void subscribe(
            Client client,
            String channel,
            SubscribeReply reply,
            @Nullable StreamPosition recoverSince) {
        var existing = client.subscriptions().get(channel);
        if (existing != null && existing.isPending()) {
            // Nobody knows yet whether the client will have it.
            existing.whenSettled(() -> client.subscribe(channel, reply, recoverSince));
            return;
        }
        if (existing != null) {
            pushAgain(client, existing);
            return;
        }
        if (client.subscriptions().size() >= client.context().limits().maxSubscriptions()) {
            client.disconnect(channelLimit(client));
            return;
        }
        var subscription = new Subscription(client, channel, true);
        client.subscriptions().reserveForServer(subscription);
        new Subscribing(
                        client,
                        subscription,
                        wishes(channel, recoverSince),
                        reply,
                        admission -> finish(client, subscription, admission))
                .begin();
    }

    private static Request.Subscribe wishes(String channel, @Nullable StreamPosition since) {
        var plain = Request.Subscribe.plain(channel);
        return since == null
                ? plain
                : new Request.Subscribe(
                        channel,
                        "",
                        true,
                        since.epoch(),
                        since.offset(),
                        null,
                        false,
                        false,
                        false,
                        "",
                        null,
                        0);
    }

    private static void pushAgain(Client client, Subscription subscription) {
        var cursor = subscription.cursor();
        var position =
                cursor != null && cursor.isPositioned() ? cursor.position() : StreamPosition.NONE;
        client.push(
                new Push.Subscribe(
                        subscription.spelling(),
                        subscription.isRecoverable(),
                        position.epoch(),
                        position.offset(),
                        subscription.isPositioned(),
                        null),
                true);
    }

    private static void finish(Client client, Subscription subscription, Admission admission) {
        switch (admission) {
            case Admission.Subscribed(var result) -> subscribed(client, subscription, result);
            case Admission.Refused(var error) ->
                    LOG.warn(
                            "client {} user {} was not subscribed to {} by the server: {} {}",
                            client.id(),
                            client.user(),
                            subscription.spelling(),
                            error.code(),
                            error.message());
            case Admission.Ended(var disconnect) -> client.disconnect(disconnect);
        }
        subscription.settled();
    }

    private static void subscribed(
            Client client, Subscription subscription, Result.Subscribe result) {
        client.push(
                new Push.Subscribe(
                        subscription.spelling(),
                        result.recoverable(),
                        result.epoch(),
                        result.offset(),
                        result.positioned(),
                        result.data()),
                client.transport().codec().carries(result));
        if (!client.isClosed()) {
            // Unlike a reply the push has no room for what was missed: it follows.
            subscription.deliverOwn(List.<ChannelMessage>copyOf(result.publications()), null);
            client.subscriptions().started(subscription);
        }
    }

    private static Disconnect channelLimit(Client client) {
        return Disconnect.CHANNEL_LIMIT.because(
                "channel limit: a connection may have "
                        + client.context().limits().maxSubscriptions()
                        + " subscriptions, the server's own included");
    }
}
