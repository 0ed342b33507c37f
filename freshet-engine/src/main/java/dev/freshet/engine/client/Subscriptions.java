package dev.freshet.engine.client;

import dev.freshet.engine.protocol.ChannelMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client's subscriptions by spelling, and what their coming and going means to others: the
/// user's count, who is present, joins and leaves. Event loop only.
///
/// Most clients have one or a few, so a short array comes before a map: it is what keeps an idle
/// connection small.
final class Subscriptions {
    private static final int MAX_ARRAY = 8;
    private static final Subscription[] NONE = {};

    private final Client client;
    private Subscription[] few = NONE;
    private @Nullable Map<String, Subscription> many;

    Subscriptions(Client client) {
        this.client = client;
    }

    // ---- their coming and going

    /// Takes the name for a subscription, unless the user has as many as all its connections may.
    boolean reserve(Subscription subscription) {
        var all = client.usage();
        int max = client.context().limits().perUser().maxSubscriptions();
        if (all != null && !all.takeSubscription(max)) {
            return false;
        }
        add(subscription);
        return true;
    }

    /// Takes the name for a subscription of the server's, which no limit of the user's stops.
    void reserveForServer(Subscription subscription) {
        add(subscription);
        var all = client.usage();
        if (all != null) {
            all.addSubscriptions(1);
        }
    }

    /// The reply to a subscribe is written: what was held back follows, and others are told.
    /// Nothing happens when the reply could not be written and the connection was closed instead.
    void started(Subscription subscription) {
        if (!subscription.isPending()) {
            return;
        }
        var context = client.context();
        context.engineMetrics().subscriptionsAccepted().increment();
        if (SubscriptionUpkeep.isNeededBy(subscription)) {
            // Before it begins: it is then quiet since now.
            context.upkeep().add(client);
        }
        subscription.activate();
        if (subscription.isActive() && subscription.options().emitJoinLeave()) {
            announce(subscription);
        }
    }

    /// A client is in a channel once, whatever spellings it uses.
    private void announce(Subscription subscription) {
        boolean known = hasAny(subscription.channel(), Subscription::isAnnounced);
        subscription.announced();
        if (!known) {
            var message = new ChannelMessage.Join(subscription.clientInfo());
            client.context().announce(subscription.channel(), message);
        }
    }

    /// Ends a subscription and tells the program.
    void end(Subscription subscription, int code) {
        abort(subscription);
        HandlerCalls.tell(
                client,
                client.context().handlers().unsubscribed(),
                new UnsubscribeEvent(client, subscription.channel(), code));
    }

    /// Takes a subscription away; of one that was never answered nobody need be told.
    void abort(Subscription subscription) {
        if (!remove(subscription)) {
            return;
        }
        var all = client.usage();
        if (all != null) {
            all.giveBackSubscription();
        }
        client.forgetHeld(subscription);
        var channel = subscription.channel();
        if (subscription.isPresent() && !hasAny(channel, Subscription::isPresent)) {
            client.context().leavePresence(channel, client);
        }
        if (subscription.isAnnounced() && !hasAny(channel, Subscription::isAnnounced)) {
            var message = new ChannelMessage.Leave(subscription.clientInfo());
            client.context().announce(channel, message);
        }
        subscription.leave();
    }

    // ---- which there are

    int size() {
        return many == null ? few.length : many.size();
    }

    @Nullable Subscription get(String spelling) {
        if (many != null) {
            return many.get(spelling);
        }
        for (var subscription : few) {
            if (subscription.spelling().equals(spelling)) {
                return subscription;
            }
        }
        return null;
    }

    private void add(Subscription subscription) {
        if (many != null) {
            many.put(subscription.spelling(), subscription);
        } else if (few.length < MAX_ARRAY) {
            few = Arrays.copyOf(few, few.length + 1);
            few[few.length - 1] = subscription;
        } else {
            many = new HashMap<>();
            forEach(few, each -> many(each));
            few = NONE;
            many(subscription);
        }
    }

    private void many(Subscription subscription) {
        if (many != null) {
            many.put(subscription.spelling(), subscription);
        }
    }

    /// Takes one out; false when it is not here.
    private boolean remove(Subscription subscription) {
        if (many != null) {
            return many.remove(subscription.spelling(), subscription);
        }
        int before = few.length;
        few = Arrays.stream(few).filter(each -> each != subscription).toArray(Subscription[]::new);
        return few.length < before;
    }

    /// True when one of those in the channel of this canonical name is like that.
    private boolean hasAny(String channel, Predicate<Subscription> like) {
        if (many != null) {
            return many.values().stream()
                    .anyMatch(each -> like.test(each) && each.channel().equals(channel));
        }
        for (var subscription : few) {
            if (like.test(subscription) && subscription.channel().equals(channel)) {
                return true;
            }
        }
        return false;
    }

    /// Visits a copy, so that the visitor may remove.
    void forEach(Consumer<Subscription> action) {
        forEach(many == null ? few : many.values().toArray(Subscription[]::new), action);
    }

    private static void forEach(Subscription[] subscriptions, Consumer<Subscription> action) {
        for (var subscription : subscriptions) {
            action.accept(subscription);
        }
    }
}
