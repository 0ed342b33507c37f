package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.ChannelOptionsBuilder;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.cluster.MemoryController;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.node.NodeIdentity;
import dev.freshet.engine.presence.MemoryPresenceManager;
import dev.freshet.engine.presence.PresenceManager;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.StreamPosition;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One event loop in the hand of the test, with a clock that stands still, and handlers that say
/// yes until the test sets others.
final class TestLoop implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final MockTicker ticker = Ticker.newMockTicker();
    final List<UnsubscribeEvent> unsubscribed = new ArrayList<>();
    final List<DisconnectEvent> disconnected = new ArrayList<>();
    ConnectionCount connections = new ConnectionCount();
    final EngineMetrics metrics = new EngineMetrics();

    @Nullable EventHandler<ConnectEvent, ConnectReply> connect =
            event ->
                    Answer.accept(
                                    event.client().credentials() == null
                                            ? ConnectReply.as(Credentials.ofUser("u1"))
                                            : ConnectReply.ok())
                            .now();
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
    PresenceManager presenceManager = presence;
    Function<PublicationListener, Broker> broker = this::memoryBroker;
    final Map<String, ChannelOptions> channelOptions = new HashMap<>();
    Function<String, ChannelOptions> optionsOf =
            channel -> channelOptions.getOrDefault(channel, ChannelOptions.defaults());
    HubLimits hubLimits = HubLimits.defaults();

    /// Every client that was ever opened here.
    final List<Client> opened = new ArrayList<>();

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
                            this::now);
        }
        return clients;
    }

    Node node() {
        if (node == null) {
            var hub = new Hub(List.of(channel.eventLoop()), channel.alloc(), hubLimits);
            node =
                    new Node(
                            hub,
                            broker,
                            presenceManager,
                            channel -> optionsOf.apply(channel),
                            metrics,
                            NodeIdentity.random(
                                    "test", "", connections::clients, connections::users),
                            MemoryController::new);
        }
        return node;
    }

    /// A broker in memory whose time is this loop's.
    MemoryBroker memoryBroker(PublicationListener listener) {
        return new MemoryBroker(
                listener,
                MemoryBroker.DEFAULT_MAX_HISTORY_BYTES,
                new Random(2),
                ticker::nanoTime,
                this::now);
    }

    Instant now() {
        return START.plusNanos(ticker.nanoTime());
    }

    Peer open() {
        return open(TestWire.LINES);
    }

    Peer open(TestWire wire) {
        return new Peer(this, null, false, wire);
    }

    Peer connect() {
        return open().connect();
    }

    Peer connect(TestWire wire) {
        return open(wire).connect();
    }

    Peer connectAs(String user) {
        return new Peer(this, Credentials.ofUser(user), false).connect();
    }

    void publish(String channelName, String json) {
        node().publish(channelName, payload(json));
        runTasks();
    }

    void channel(String channelName, ChannelOptionsBuilder options) {
        channelOptions.put(channelName, options.build());
    }

    /// A channel whose last publications are kept, for clients to recover them.
    static ChannelOptionsBuilder recoverable(int size) {
        return ChannelOptions.builder()
                .history(size, Duration.ofMinutes(5))
                .recovery(Recovery.STREAM);
    }

    /// Where the channel's stream ends.
    StreamPosition top(String channelName) {
        var query = HistoryQuery.top(node().optionsOf(channelName).history().metaTtl());
        return node().history(channelName, query).toCompletableFuture().join().top();
    }

    long heldBytes() {
        return node().hub().loops().getFirst().heldBytes();
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
        var left = new ArrayList<String>();
        note(left, "channels", node().hub().channelCount());
        note(left, "held bytes", heldBytes());
        note(left, "subscriptions", metrics.subscriptions().get());
        note(left, "connections", connections.clients());
        note(left, "users", connections.users());
        note(left, "channels with presence", presence.channelCount());
        note(left, "clients in upkeep", clients().upkeep().clients());
        for (var client : opened) {
            var usage = client.usage();
            note(left, "subscriptions of a user", usage == null ? 0 : usage.subscriptions());
        }
        if (!left.isEmpty()) {
            throw new AssertionError("left of connections that have ended: " + left);
        }
    }

    private static void note(List<String> left, String what, long count) {
        if (count != 0) {
            left.add(count + " " + what);
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
