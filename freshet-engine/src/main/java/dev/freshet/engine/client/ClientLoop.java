package dev.freshet.engine.client;

import dev.freshet.engine.hub.GroupKey;
import dev.freshet.engine.hub.LoopHub;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.metrics.LoopMetrics;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.ClientInfo;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the clients of one event loop share. Event loop only, but what says otherwise.
public final class ClientLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);

    private final LoopHub hub;
    private final Node node;
    private final ClientLimits limits;
    private final EventHandlers handlers;
    private final ConnectionCount connections;
    private final LoopMetrics metrics;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final KeepAlive keepAlive;
    private final Map<PingRule, KeepAlive> otherKeepAlives = new HashMap<>();
    private final Upkeep upkeep;
    private final Arrivals arrivals = new Arrivals();
    private final List<Client> clients = new ArrayList<>();
    private final Set<Client> lagging = new LinkedHashSet<>();
    private boolean closingBiggest;

    public ClientLoop(
            LoopHub hub,
            Node node,
            ClientLimits limits,
            EventHandlers handlers,
            ConnectionCount connections,
            RandomGenerator random,
            InstantSource clock) {
        this.hub = hub;
        this.node = node;
        this.limits = limits;
        this.handlers = handlers;
        this.connections = connections;
        this.metrics = node.metrics().newLoop();
        this.random = random;
        this.clock = clock;
        this.keepAlive = new KeepAlive(hub.executor(), limits.pings(), limits, random);
        this.upkeep = new Upkeep(hub.executor(), limits.upkeepInterval());
        hub.onOverBudget(this::closeBiggestSoon);
    }

    /// The event loop. Any thread.
    public EventExecutor executor() {
        return hub.executor();
    }

    /// Any thread.
    public LoopMetrics metrics() {
        return metrics;
    }

    /// Any thread.
    public EngineMetrics engineMetrics() {
        return node.metrics();
    }

    Node node() {
        return node;
    }

    ClientLimits limits() {
        return limits;
    }

    EventHandlers handlers() {
        return handlers;
    }

    ConnectionCount connections() {
        return connections;
    }

    RandomGenerator random() {
        return random;
    }

    /// A random UUID (version 4).
    UUID newClientId() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /// Pings as the limits say, and waits for connect commands.
    KeepAlive keepAlive() {
        return keepAlive;
    }

    /// Pings by a rule of some connections' own.
    KeepAlive keepAlive(PingRule rule) {
        if (rule.equals(limits.pings())) {
            return keepAlive;
        }
        otherKeepAlives.values().removeIf(KeepAlive::isIdle);
        return otherKeepAlives.computeIfAbsent(
                rule, own -> new KeepAlive(executor(), own, limits, random));
    }

    Upkeep upkeep() {
        return upkeep;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /// The wall clock.
    Instant now() {
        return clock.instant();
    }

    long nanoTime() {
        return executor().ticker().nanoTime();
    }

    /// The time of the last look at subscriptions, about a second ago or less while there are any
    /// to look after; reading it costs nothing.
    long coarseNanos() {
        return upkeep.coarseNanos();
    }

    ByteBufAllocator allocator() {
        return hub.allocator();
    }

    // ---- what is told others without waiting for their answer

    /// Announces a join or leave.
    void announce(String channel, ChannelMessage message) {
        tell("announced", channel, () -> node.announce(channel, message));
    }

    void refreshPresence(String channel, ClientInfo info) {
        tell("refreshed", channel, () -> node.presence().add(channel, info));
    }

    void leavePresence(String channel, Client client) {
        tell("removed", channel, () -> node.presence().remove(channel, client.id(), client.user()));
    }

    private static void tell(
            String what, String channel, Supplier<CompletionStage<@Nullable Void>> others) {
        Stages.ask(others)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug(
                                "a client of channel {} was not {}: {}",
                                channel,
                                what,
                                failure.toString());
                    }
                });
    }

    // ---- its clients

    void opened(Client client) {
        client.place(clients.size());
        clients.add(client);
        arrivals.opened(client);
        keepAlive.opened(client);
    }

    void closed(Client client) {
        arrivals.left(client);
        lagging.remove(client);
        upkeep.remove(client);
        var last = clients.removeLast();
        if (last != client) {
            clients.set(client.place(), last);
            last.place(client.place());
        }
    }

    /// Puts the subscription into its group; done when nothing that is published later is missed.
    CompletionStage<@Nullable Void> join(Subscription subscription, GroupKey key, Duration gap) {
        node.metrics().subscriptions().incrementAndGet();
        hub.join(key, gap.toNanos(), subscription);
        return node.subscribe(key.channel());
    }

    void leave(Subscription subscription, GroupKey key) {
        node.metrics().subscriptions().decrementAndGet();
        if (hub.leave(key, subscription)) {
            node.unsubscribe(key.channel());
        }
    }

    /// Counts bytes that one lagging client keeps for itself, or lets go of.
    void countHeldBytes(int change) {
        hub.countHeldBytes(change);
    }

    void lagging(Client client, boolean lags) {
        if (lags) {
            lagging.add(client);
        } else {
            lagging.remove(client);
        }
    }

    private void closeBiggestSoon() {
        if (!closingBiggest) {
            closingBiggest = true;
            executor().execute(this::closeBiggest);
        }
    }

    private void closeBiggest() {
        closingBiggest = false;
        Client biggest = null;
        for (var client : lagging) {
            if (biggest == null || client.heldBytes() > biggest.heldBytes()) {
                biggest = client;
            }
        }
        if (biggest != null) {
            biggest.closeSlow(
                    "slow: the server's memory for slow clients is used up and this one holds most,"
                            + " "
                            + biggest.heldBytes()
                            + " bytes");
        }
    }

    /// Visits every open connection of this loop; the visitor may close it.
    public void forEachClient(Consumer<Client> action) {
        assert executor().inEventLoop();
        List.copyOf(clients).forEach(action);
    }
}
