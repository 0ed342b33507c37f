package dev.freshet.engine;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.ChannelOptionsTable;
import dev.freshet.engine.client.CacheEmptyEvent;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.CommandHook;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.ConnectionCount;
import dev.freshet.engine.client.DisconnectEvent;
import dev.freshet.engine.client.EventHandler;
import dev.freshet.engine.client.EventHandlers;
import dev.freshet.engine.client.HistoryEvent;
import dev.freshet.engine.client.HistoryReply;
import dev.freshet.engine.client.MessageEvent;
import dev.freshet.engine.client.PresenceEvent;
import dev.freshet.engine.client.PresenceReply;
import dev.freshet.engine.client.PublishEvent;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RefreshEvent;
import dev.freshet.engine.client.RefreshReply;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SnapshotSource;
import dev.freshet.engine.client.SubRefreshEvent;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.client.UnsubscribeEvent;
import dev.freshet.engine.cluster.ControllerFactory;
import dev.freshet.engine.cluster.MemoryController;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.node.ChannelOptionsSource;
import dev.freshet.engine.node.NodeIdentity;
import dev.freshet.engine.presence.MemoryPresenceManager;
import dev.freshet.engine.presence.PresenceManager;
import dev.freshet.engine.transport.WebSocketCompression;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Options of an [Engine]. Everything has a default; an operation without a handler is refused
/// (108).
public final class EngineBuilder {
    private static final SecureRandom SEEDS = new SecureRandom();

    private int eventLoops;
    private ClientLimits clientLimits = ClientLimits.defaults();
    private HubLimits hubLimits = HubLimits.defaults();
    private int maxMessageBytes = 64 * 1024;
    private WebSocketCompression compression = WebSocketCompression.OFF;
    private Duration shutdownTimeout = Duration.ofSeconds(5);
    private Function<PublicationListener, Broker> broker = MemoryBroker::new;
    private String nodeId = UUID.randomUUID().toString();
    private String nodeName = "freshet";
    private @Nullable String nodeVersion;
    private ControllerFactory controller = MemoryController::new;
    private PresenceManager presence = new MemoryPresenceManager();
    private ChannelOptionsSource channelOptions = channel -> ChannelOptions.defaults();
    private final ChannelOptionsTable patterns = new ChannelOptionsTable();
    private final EventHandlers handlers = new EventHandlers();
    private InstantSource clock = InstantSource.system();

    EngineBuilder() {}

    /// How many event loops; 0, the default, for as many as there are processors.
    public EngineBuilder eventLoops(int count) {
        eventLoops = count;
        return this;
    }

    /// What one connection and one user may do.
    public EngineBuilder clientLimits(ClientLimits limits) {
        clientLimits = limits;
        return this;
    }

    /// How much may wait for the subscribers of a channel.
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

    /// Whether messages on WebSockets are compressed for clients that offer it; by default not.
    public EngineBuilder compression(WebSocketCompression options) {
        compression = options;
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

    /// Names this process to other nodes and to clients of HTTP streams; a random UUID by default,
    /// because a restarted process is another one.
    public EngineBuilder nodeId(String id) {
        nodeId = id;
        return this;
    }

    /// What other nodes call this one; "freshet" by default.
    public EngineBuilder nodeName(String name) {
        nodeName = name;
        return this;
    }

    /// What other nodes and operators are told of this one's version; by default what clients are.
    public EngineBuilder nodeVersion(String version) {
        nodeVersion = version;
        return this;
    }

    /// How nodes talk to each other; by default there is but one.
    public EngineBuilder controller(ControllerFactory factory) {
        controller = factory;
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

    /// What the channels of a pattern offer: `news/*` for all that begin with `news/`, `room/:id`
    /// for any one segment behind `room/`, `news/sport` for that channel. The most literal pattern
    /// that fits decides; channels that fit none are asked about as [#channels] says.
    ///
    /// @throws IllegalArgumentException with a sentence when the pattern is wrong, or conflicts
    ///   with an earlier one
    public EngineBuilder channel(String pattern, ChannelOptions options) {
        patterns.put(pattern, options);
        return this;
    }

    /// Decides who may connect, and as whom; without it everybody whom the HTTP layer knows.
    public EngineBuilder onConnect(EventHandler<ConnectEvent, ConnectReply> handler) {
        handlers.connect(handler);
        return this;
    }

    /// Decides who may subscribe to what.
    public EngineBuilder onSubscribe(EventHandler<SubscribeEvent, SubscribeReply> handler) {
        handlers.subscribe(handler);
        return this;
    }

    /// Decides who may publish what; without it only the program does.
    public EngineBuilder onPublish(EventHandler<PublishEvent, PublishReply> handler) {
        handlers.publish(handler);
        return this;
    }

    /// Decides who may ask who is in a channel.
    public EngineBuilder onPresence(EventHandler<PresenceEvent, PresenceReply> handler) {
        handlers.presence(handler);
        return this;
    }

    /// Decides who may ask how many are in a channel.
    public EngineBuilder onPresenceStats(EventHandler<PresenceEvent, PresenceReply> handler) {
        handlers.presenceStats(handler);
        return this;
    }

    /// Decides who may read what was published before.
    public EngineBuilder onHistory(EventHandler<HistoryEvent, HistoryReply> handler) {
        handlers.history(handler);
        return this;
    }

    /// Answers calls of the program's own methods.
    public EngineBuilder onRpc(EventHandler<RpcEvent, RpcReply> handler) {
        handlers.rpc(handler);
        return this;
    }

    /// Asked when a connection sends a new token, and without a token when one expires that the
    /// server refreshes.
    public EngineBuilder onRefresh(EventHandler<RefreshEvent, RefreshReply> handler) {
        handlers.refresh(handler);
        return this;
    }

    /// As [#onRefresh], for one subscription.
    public EngineBuilder onSubRefresh(EventHandler<SubRefreshEvent, RefreshReply> handler) {
        handlers.subRefresh(handler);
        return this;
    }

    /// Fills a channel whose newest publication is asked for and is not there (recovery from
    /// cache). Called on the client's event loop; must not block.
    public EngineBuilder onCacheEmpty(Function<CacheEmptyEvent, CompletionStage<Boolean>> handler) {
        handlers.cacheEmpty(handler);
        return this;
    }

    /// The state of a channel for clients that [Engine#subscribe] subscribes without data of its
    /// own; null for none, as it is for all by default. Subscriptions that clients ask for get
    /// theirs from [#onSubscribe]. Called on the client's event loop; must not block.
    public EngineBuilder snapshots(Function<String, @Nullable SnapshotSource> source) {
        handlers.snapshots(source);
        return this;
    }

    /// Takes what clients send without waiting for an answer. Called on the client's event loop;
    /// must not block.
    public EngineBuilder onMessage(Consumer<MessageEvent> handler) {
        handlers.message(handler);
        return this;
    }

    /// Told when a subscription has ended. Called on the client's event loop; must not block.
    public EngineBuilder onUnsubscribed(Consumer<UnsubscribeEvent> handler) {
        handlers.unsubscribed(handler);
        return this;
    }

    /// Told when a connection that was accepted has ended. Called on the client's event loop; must
    /// not block.
    public EngineBuilder onDisconnected(Consumer<DisconnectEvent> handler) {
        handlers.disconnected(handler);
        return this;
    }

    /// Sees every command before it is handled, and what it was answered.
    public EngineBuilder commandHook(CommandHook handler) {
        handlers.hook(handler);
        return this;
    }

    /// The wall clock, for expiry; the system's by default.
    public EngineBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /// Starts the event loops.
    public Engine build() {
        return new Engine(this);
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

    WebSocketCompression compression() {
        return compression;
    }

    Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    Function<PublicationListener, Broker> broker() {
        return broker;
    }

    ControllerFactory controller() {
        return controller;
    }

    NodeIdentity identity(ConnectionCount connections) {
        return new NodeIdentity(
                nodeId,
                nodeName,
                nodeVersion == null ? clientLimits.version() : nodeVersion,
                connections::clients,
                connections::users,
                System.nanoTime());
    }

    PresenceManager presence() {
        return presence;
    }

    ChannelOptionsSource channelOptions() {
        var otherwise = channelOptions;
        if (patterns.isEmpty()) {
            return otherwise;
        }
        return channel -> {
            var found = patterns.find(channel);
            return found != null ? found : otherwise.optionsOf(channel);
        };
    }

    EventHandlers handlers() {
        return handlers;
    }

    InstantSource clock() {
        return clock;
    }

    /// Client ids need to be unique, not secret: one seed per loop from the system, then a fast
    /// generator.
    RandomGenerator newRandom() {
        return new SplittableRandom(SEEDS.nextLong());
    }
}
