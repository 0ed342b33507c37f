package dev.freshet.engine;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.DisconnectEvent;
import dev.freshet.engine.client.EventHandler;
import dev.freshet.engine.client.EventHandlers;
import dev.freshet.engine.client.MessageEvent;
import dev.freshet.engine.client.PublishEvent;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.client.UnsubscribeEvent;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.node.ChannelOptionsSource;
import dev.freshet.engine.node.EmulationRoute;
import dev.freshet.engine.presence.MemoryPresenceManager;
import dev.freshet.engine.presence.PresenceManager;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Options of an [Engine]. Everything has a default; an operation without a handler is refused
/// (108).
public final class EngineBuilder {
    private static final SecureRandom SEEDS = new SecureRandom();

    private String nodeId = UUID.randomUUID().toString();
    private int eventLoops;
    private ClientLimits clientLimits = ClientLimits.defaults();
    private HubLimits hubLimits = HubLimits.defaults();
    private int maxMessageBytes = 64 * 1024;
    private Duration shutdownTimeout = Duration.ofSeconds(5);
    private Function<PublicationListener, Broker> broker = MemoryBroker::new;
    private PresenceManager presence = new MemoryPresenceManager();
    private ChannelOptionsSource channelOptions = channel -> ChannelOptions.defaults();
    private EmulationRoute emulationRoute = EmulationRoute.NOWHERE;
    private @Nullable EventHandler<ConnectEvent, ConnectReply> connect;
    private @Nullable EventHandler<SubscribeEvent, SubscribeReply> subscribe;
    private @Nullable EventHandler<PublishEvent, PublishReply> publish;
    private @Nullable EventHandler<RpcEvent, RpcReply> rpc;
    private @Nullable Consumer<MessageEvent> message;
    private Consumer<UnsubscribeEvent> unsubscribed = event -> {};
    private Consumer<DisconnectEvent> disconnected = event -> {};

    EngineBuilder() {}

    /// Names this process to other nodes and to clients of HTTP streams; a random UUID by default.
    public EngineBuilder nodeId(String id) {
        nodeId = id;
        return this;
    }

    /// How many event loops; 0, the default, for as many as there are processors.
    public EngineBuilder eventLoops(int count) {
        eventLoops = count;
        return this;
    }

    public EngineBuilder clientLimits(ClientLimits limits) {
        clientLimits = limits;
        return this;
    }

    public EngineBuilder hubLimits(HubLimits limits) {
        hubLimits = limits;
        return this;
    }

    /// The longest message of a client in bytes, 65536 by default; -1 for no limit. A longer one on
    /// a WebSocket closes with 1009, a longer body is refused with 413.
    public EngineBuilder maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    /// How long [Engine#close] waits for connections to end.
    public EngineBuilder shutdownTimeout(Duration timeout) {
        shutdownTimeout = timeout;
        return this;
    }

    /// How publications reach other nodes; by default there are none.
    public EngineBuilder broker(Function<PublicationListener, Broker> factory) {
        broker = factory;
        return this;
    }

    /// Who is in which channel; by default this node alone keeps it in memory.
    public EngineBuilder presence(PresenceManager manager) {
        presence = manager;
        return this;
    }

    /// What each channel offers; by default publishing and subscribing, and nothing else.
    public EngineBuilder channels(ChannelOptionsSource source) {
        channelOptions = source;
        return this;
    }

    /// How commands reach a stream on another node; by default there are no others.
    public EngineBuilder emulationRoute(EmulationRoute route) {
        emulationRoute = route;
        return this;
    }

    public EngineBuilder onConnect(EventHandler<ConnectEvent, ConnectReply> handler) {
        connect = handler;
        return this;
    }

    public EngineBuilder onSubscribe(EventHandler<SubscribeEvent, SubscribeReply> handler) {
        subscribe = handler;
        return this;
    }

    public EngineBuilder onPublish(EventHandler<PublishEvent, PublishReply> handler) {
        publish = handler;
        return this;
    }

    public EngineBuilder onRpc(EventHandler<RpcEvent, RpcReply> handler) {
        rpc = handler;
        return this;
    }

    /// Called on the client's event loop; must not block.
    public EngineBuilder onMessage(Consumer<MessageEvent> handler) {
        message = handler;
        return this;
    }

    /// Called on the client's event loop; must not block.
    public EngineBuilder onUnsubscribed(Consumer<UnsubscribeEvent> handler) {
        unsubscribed = handler;
        return this;
    }

    /// Called on the client's event loop; must not block.
    public EngineBuilder onDisconnected(Consumer<DisconnectEvent> handler) {
        disconnected = handler;
        return this;
    }

    /// Starts the event loops.
    public Engine build() {
        return new Engine(this);
    }

    String nodeId() {
        return nodeId;
    }

    int eventLoops() {
        return eventLoops;
    }

    ClientLimits clientLimits() {
        return clientLimits;
    }

    HubLimits hubLimits() {
        return hubLimits;
    }

    int maxMessageBytes() {
        return maxMessageBytes;
    }

    Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    Function<PublicationListener, Broker> broker() {
        return broker;
    }

    PresenceManager presence() {
        return presence;
    }

    ChannelOptionsSource channelOptions() {
        return channelOptions;
    }

    EmulationRoute emulationRoute() {
        return emulationRoute;
    }

    EventHandlers handlers() {
        return new EventHandlers(
                connect, subscribe, publish, rpc, message, unsubscribed, disconnected);
    }

    /// Client ids need to be unique, not secret: one seed per loop from the system, then a fast
    /// generator.
    RandomGenerator newRandom() {
        return new SplittableRandom(SEEDS.nextLong());
    }
}
