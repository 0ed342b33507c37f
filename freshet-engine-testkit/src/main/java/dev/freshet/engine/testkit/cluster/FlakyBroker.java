package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Another broker that fails or waits when a test says so, as one does whose server is far away.
/// Any thread.
public final class FlakyBroker implements Broker {
    private final Broker broker;
    private final Set<BrokerOperation> failing = EnumSet.noneOf(BrokerOperation.class);
    private final Set<BrokerOperation> holding = EnumSet.noneOf(BrokerOperation.class);
    private final Map<BrokerOperation, List<Runnable>> held = new EnumMap<>(BrokerOperation.class);
    private final List<String> calls = new ArrayList<>();

    /// @param broker what does the work while nothing is wrong
    public FlakyBroker(Broker broker) {
        this.broker = broker;
    }

    // ---- what tests say

    /// From now on the operation fails and nothing comes of it.
    public synchronized void fail(BrokerOperation operation) {
        failing.add(operation);
    }

    /// From now on the operation waits for [#release].
    public synchronized void hold(BrokerOperation operation) {
        holding.add(operation);
    }

    /// The operation works again; what waited is carried out, in the order of asking.
    public void release(BrokerOperation operation) {
        List<Runnable> waiting;
        synchronized (this) {
            failing.remove(operation);
            holding.remove(operation);
            var kept = held.remove(operation);
            waiting = kept == null ? List.of() : kept;
        }
        waiting.forEach(Runnable::run);
    }

    /// What the node has asked for, such as `SUBSCRIBE news`, oldest first.
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /// How often the node has asked for an operation in a channel.
    public synchronized long count(BrokerOperation operation, String channel) {
        var call = call(operation, channel);
        return calls.stream().filter(call::equals).count();
    }

    private static String call(BrokerOperation operation, String channel) {
        return operation + " " + channel;
    }

    private <T extends @Nullable Object> CompletionStage<T> ask(
            BrokerOperation operation, String channel, Supplier<CompletionStage<T>> work) {
        synchronized (this) {
            calls.add(call(operation, channel));
            if (failing.contains(operation)) {
                return CompletableFuture.failedStage(
                        new IllegalStateException(operation + " of " + channel + " was to fail"));
            }
            if (holding.contains(operation)) {
                return hold(operation, work);
            }
        }
        return work.get();
    }

    private <T extends @Nullable Object> CompletionStage<T> hold(
            BrokerOperation operation, Supplier<CompletionStage<T>> work) {
        var later = new CompletableFuture<T>();
        held.computeIfAbsent(operation, key -> new ArrayList<>())
                .add(() ->
                        work.get()
                                .whenComplete((value, failure) -> {
                                    if (failure == null) {
                                        later.complete(value);
                                    } else {
                                        later.completeExceptionally(failure);
                                    }
                                }));
        return later;
    }

    // ---- what the node asks for

    @Override
    public CompletionStage<Published> publish(
            String channel, Publication publication, PublishOptions options) {
        return ask(
                BrokerOperation.PUBLISH,
                channel,
                () -> broker.publish(channel, publication, options));
    }

    @Override
    public CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message) {
        return ask(BrokerOperation.ANNOUNCE, channel, () -> broker.announce(channel, message));
    }

    @Override
    public boolean needsSubscriptions() {
        return broker.needsSubscriptions();
    }

    @Override
    public CompletionStage<@Nullable Void> subscribe(String channel) {
        return ask(BrokerOperation.SUBSCRIBE, channel, () -> broker.subscribe(channel));
    }

    @Override
    public CompletionStage<@Nullable Void> unsubscribe(String channel) {
        return ask(BrokerOperation.UNSUBSCRIBE, channel, () -> broker.unsubscribe(channel));
    }

    @Override
    public CompletionStage<StreamPart> history(String channel, HistoryQuery query) {
        return ask(BrokerOperation.HISTORY, channel, () -> broker.history(channel, query));
    }

    @Override
    public CompletionStage<@Nullable Void> removeHistory(String channel) {
        return ask(BrokerOperation.REMOVE_HISTORY, channel, () -> broker.removeHistory(channel));
    }

    @Override
    public void tidy() {
        broker.tidy();
    }

    @Override
    public void close() {
        broker.close();
    }
}
