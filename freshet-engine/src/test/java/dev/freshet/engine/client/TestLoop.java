package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.cluster.MemoryController;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.node.NodeIdentity;
import dev.freshet.engine.presence.MemoryPresenceManager;
import dev.freshet.engine.protocol.Payload;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One event loop in the hand of the test, with a clock that stands still, and handlers that say
/// yes until the test sets others.
final class TestLoop implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final MockTicker ticker = Ticker.newMockTicker();
    final List<UnsubscribeEvent> unsubscribed = new ArrayList<>();
    final List<DisconnectEvent> disconnected = new ArrayList<>();
    final ConnectionCount connections = new ConnectionCount();
    final EngineMetrics metrics = new EngineMetrics();

    @Nullable EventHandler<ConnectEvent, ConnectReply> connect =
            event -> Answer.accept(ConnectReply.as(Credentials.ofUser("u1"))).now();
    @Nullable EventHandler<SubscribeEvent, SubscribeReply> subscribe =
            event -> Answer.accept(SubscribeReply.ok()).now();
    @Nullable EventHandler<PublishEvent, PublishReply> publish =
            event -> Answer.accept(PublishReply.ok()).now();
    @Nullable EventHandler<RpcEvent, RpcReply> rpc =
            event -> Answer.accept(new RpcReply(event.data())).now();
    @Nullable Consumer<MessageEvent> message;
    Consumer<UnsubscribeEvent> onUnsubscribed = unsubscribed::add;
    Consumer<DisconnectEvent> onDisconnected = disconnected::add;

    final EventHandlers handlers = new EventHandlers();
    Duration pingInterval = Duration.ofSeconds(25);
    Duration pongTimeout = Duration.ofSeconds(10);
    ClientLimits otherLimits = ClientLimits.defaults();
    int maxConnections = -1;
    long maxQueuedBytes = 1000;
    int handlerConcurrency = 12;
    final MemoryPresenceManager presence = new MemoryPresenceManager();
    final Map<String, ChannelOptions> channelOptions = new HashMap<>();
    HubLimits hubLimits = HubLimits.defaults();

    private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    private @Nullable Node node;
    private @Nullable ClientLoop clients;

    ClientLoop clients() {
        if (clients == null) {
            var limits =
                    otherLimits.toBuilder()
                            .maxConnections(maxConnections)
                            .pings(pingInterval, pongTimeout)
                            .maxQueuedBytes(maxQueuedBytes)
                            .handlerConcurrency(handlerConcurrency)
                            .build();
            if (connect != null) {
                handlers.connect(connect);
            }
            if (subscribe != null) {
                handlers.subscribe(subscribe);
            }
            if (publish != null) {
                handlers.publish(publish);
            }
            if (rpc != null) {
                handlers.rpc(rpc);
            }
            if (message != null) {
                handlers.message(message);
            }
            handlers.unsubscribed(event -> onUnsubscribed.accept(event));
            handlers.disconnected(event -> onDisconnected.accept(event));
            clients =
                    new ClientLoop(
                            node().hub().loops().getFirst(),
                            node(),
                            limits,
                            handlers,
                            connections,
                            new Random(1),
                            () -> START.plusNanos(ticker.nanoTime()));
        }
        return clients;
    }

    Node node() {
        if (node == null) {
            var hub = new Hub(List.of(channel.eventLoop()), channel.alloc(), hubLimits);
            node =
                    new Node(
                            hub,
                            MemoryBroker::new,
                            presence,
                            channel ->
                                    channelOptions.getOrDefault(channel, ChannelOptions.defaults()),
                            metrics,
                            NodeIdentity.random(
                                    "test", "", connections::clients, connections::users),
                            MemoryController::new);
        }
        return node;
    }

    Peer open() {
        return new Peer(this, null, false);
    }

    Peer connect() {
        return open().connect();
    }

    void publish(String channelName, String json) {
        node().publish(channelName, payload(json));
        runTasks();
    }

    void runTasks() {
        channel.runPendingTasks();
    }

    void advance(Duration time) {
        ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /// Ends all connections; then nothing may be left of them.
    @Override
    public void close() {
        clients().forEachClient(Client::onClosed);
        runTasks();
        var hub = node().hub();
        if (hub.channelCount() != 0
                || hub.loops().getFirst().heldBytes() != 0
                || metrics.subscriptions().get() != 0
                || connections.clients() != 0
                || connections.users() != 0) {
            throw new AssertionError("something is left of connections that have ended");
        }
    }

    static Payload payload(String json) {
        return Payload.ofOwnedJsonLine(json.getBytes(UTF_8));
    }

    /// A stage for a handler that answers when the test says so.
    static <R> CompletableFuture<Answer<R>> later() {
        return new CompletableFuture<>();
    }
}
