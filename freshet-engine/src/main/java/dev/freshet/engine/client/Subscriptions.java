package dev.freshet.engine.client;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A client's subscriptions by spelling. Most clients have one or a few, so a short array comes
/// before a map: it is what keeps an idle connection small.
final class Subscriptions {
    private static final int MAX_ARRAY = 8;
    private static final Subscription[] NONE = {};

    private Subscription[] few = NONE;
    private @Nullable Map<String, Subscription> many;

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

    void add(Subscription subscription) {
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
    boolean remove(Subscription subscription) {
        if (many != null) {
            return many.remove(subscription.spelling(), subscription);
        }
        int before = few.length;
        few = Arrays.stream(few).filter(each -> each != subscription).toArray(Subscription[]::new);
        return few.length < before;
    }

    /// True when one of those in the channel of this canonical name is like that.
    boolean hasAny(String channel, Predicate<Subscription> like) {
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
