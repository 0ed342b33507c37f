package dev.freshet.engine.node;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.hub.Hub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which channels this node hears from the broker.
///
/// The first subscriber of a channel asks for it, and those who come while that is under way wait
/// for the same answer. After the last one left it is kept a second at least, and ended only when
/// there is still nobody (§9): subscribers of different event loops may come and go at the same
/// time, so what counts is what the hub says then. Any thread.
final class BrokerSubscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerSubscriptions.class);
    private static final long KEPT_NANOS = 1_000_000_000L;
    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);

    /// Stands for a channel that the broker was asked to end, and failed to: it may be heard still,
    /// or not.
    private static final CompletionStage<@Nullable Void> UNCERTAIN =
            CompletableFuture.completedStage(null);

    private final Broker broker;
    private final Hub hub;
    private final LongSupplier nanoTime;

    /// The channels that are heard or being asked for.
    private final ConcurrentHashMap<String, CompletionStage<@Nullable Void>> heard =
            new ConcurrentHashMap<>();

    /// The channels whose last subscriber has left, and when.
    private final ConcurrentHashMap<String, Long> idleSince = new ConcurrentHashMap<>();

    BrokerSubscriptions(Broker broker, Hub hub) {
        this(broker, hub, System::nanoTime);
    }

    BrokerSubscriptions(Broker broker, Hub hub, LongSupplier nanoTime) {
        this.broker = broker;
        this.hub = hub;
        this.nanoTime = nanoTime;
    }

    /// Has the channel heard from now on.
    CompletionStage<@Nullable Void> subscribe(String channel) {
        if (!broker.needsSubscriptions()) {
            return DONE;
        }
        idleSince.remove(channel);
        var asked = heard.compute(channel, this::subscribedAgain);
        asked.whenComplete((done, failure) -> {
            if (failure != null) {
                // So that the next subscriber asks anew.
                heard.remove(channel, asked);
            }
        });
        return asked;
    }

    @SuppressWarnings("ReferenceEquality") // UNCERTAIN is known by its identity.
    private CompletionStage<@Nullable Void> subscribedAgain(
            String channel, @Nullable CompletionStage<@Nullable Void> before) {
        return before == null || before == UNCERTAIN ? broker.subscribe(channel) : before;
    }

    void unsubscribe(String channel) {
        if (broker.needsSubscriptions()) {
            idleSince.put(channel, nanoTime.getAsLong());
        }
    }

    /// Ends what has been idle long enough.
    void tidy() {
        long now = nanoTime.getAsLong();
        idleSince.forEach((channel, since) -> {
            if (now - since >= KEPT_NANOS && idleSince.remove(channel, since)) {
                end(channel);
            }
        });
    }

    private void end(String channel) {
        var ended = new AtomicReference<@Nullable CompletionStage<@Nullable Void>>();
        // The broker is told under the map's lock, so that a new subscriber cannot overtake.
        heard.computeIfPresent(
                channel,
                (key, asked) -> {
                    if (hub.hasSubscribers(channel)) {
                        return asked;
                    }
                    if (!asked.toCompletableFuture().isDone()) {
                        // A broker need not keep the two in order.
                        unsubscribe(channel);
                        return asked;
                    }
                    ended.set(broker.unsubscribe(channel));
                    return null;
                });
        var stage = ended.get();
        if (stage != null) {
            stage.whenComplete((done, failure) -> {
                if (failure != null) {
                    stillHeard(channel, failure);
                }
            });
        }
    }

    private void stillHeard(String channel, Throwable failure) {
        LOG.warn(
                "channel {} could not be unsubscribed at the broker; it is tried again: {}",
                channel,
                failure.toString());
        heard.putIfAbsent(channel, UNCERTAIN);
        idleSince.putIfAbsent(channel, nanoTime.getAsLong());
    }
}
