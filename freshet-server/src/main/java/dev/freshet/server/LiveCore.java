package dev.freshet.server;

import dev.freshet.engine.Engine;
import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.ChannelOptionsTable;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.PublishEvent;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RateLimit;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.client.UserLimits;
import dev.freshet.engine.hub.HubLimits;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.transport.WebSocketCompression;
import dev.freshet.server.channel.AddressPattern;
import dev.freshet.server.channel.ChannelRule;
import dev.freshet.server.channel.ChannelRules;
import dev.freshet.server.channel.Channels;
import dev.freshet.server.channel.InitialData;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.Scopes;
import dev.freshet.server.channel.StreamHandler;
import dev.freshet.server.config.ChannelSettings;
import dev.freshet.server.config.EngineSettings;
import dev.freshet.server.config.LiveSettings;
import dev.freshet.server.config.Settings;
import dev.freshet.server.datasource.Change;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.managedstream.StreamLimits;
import dev.freshet.server.pluginstream.DataSourceScope;
import dev.freshet.server.pluginstream.People;
import dev.freshet.server.pluginstream.PluginScope;
import dev.freshet.server.pluginstream.RunStreams;
import dev.freshet.server.pluginstream.SourceHandler;
import dev.freshet.server.pluginstream.StreamOrigin;
import dev.freshet.server.position.RowPositions;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.query.Queries;
import dev.freshet.server.serverapi.ChannelSurvey;
import dev.freshet.server.socket.EngineAudience;
import dev.freshet.server.socket.EventChannels;
import dev.freshet.server.socket.HistoryChannels;
import dev.freshet.server.socket.NodeDirectory;
import dev.freshet.server.socket.NodePublisher;
import dev.freshet.server.socket.ReadHandlers;
import dev.freshet.server.socket.SocketHandlers;
import dev.freshet.server.socket.SocketLog;
import dev.freshet.server.socket.SourceOutput;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The half of the server that knows channels but no HTTP: engine, managed streams, sources and
/// their rules.
final class LiveCore implements AutoCloseable {
    private static final String SERVER_VERSION = "";
    private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);

    private final Engine engine;
    private final long maxHistoryBytes;
    private @Nullable MemoryBroker history;
    private final NodePublisher publisher;
    private final EventChannels events;
    private final ManagedStreams streams;
    private final RunStreams runs;
    private final People people;
    private final Queries queries;
    private final Executor virtualThreads;
    private final ChannelOptionsTable channelOptions;
    private final HistoryChannels historyChannels = new HistoryChannels();
    private final RowPositions positions;
    private final Duration sourceTimeout;
    private final Channels channels;
    private final SocketHandlers socketHandlers;
    private final NodeDirectory directory;
    private final ChannelSurvey survey;

    /// Starts the event loops; nothing listens yet.
    ///
    /// @param virtualThreads for sources, which may block
    /// @param sources data sources, and what streams for them
    /// @param positions which rows subscribers have that come back
    /// @param people looks users up again while their streams run
    /// @param refusals told of every refused command
    /// @throws IllegalArgumentException when channel patterns are wrong or conflict, with a
    ///   sentence
    LiveCore(
            Settings settings,
            InstantSource clock,
            ScheduledExecutorService timer,
            Executor virtualThreads,
            Sources sources,
            Queries queries,
            RowPositions positions,
            People people,
            Consumer<Problem> refusals) {
        this.people = people;
        this.positions = positions;
        this.queries = queries;
        this.virtualThreads = virtualThreads;
        sourceTimeout = settings.live().pluginSubscribeTimeout();
        var rules = rules(settings.channels());
        maxHistoryBytes = settings.engine().maxHistoryBytes();
        channelOptions = channelOptions(settings.channels());
        var reads = new ReadHandlers(refusals);
        engine =
                Engine.builder()
                        .clientLimits(clientLimits(settings.live(), settings.engine()))
                        .hubLimits(hubLimits(settings.engine()))
                        .nodeVersion(LiveServer.version())
                        .maxMessageBytes(settings.live().messageSizeLimit())
                        .compression(compression(settings.engine().compression()))
                        .broker(this::broker)
                        .channels(this::optionsOf)
                        .onSubscribe(this::subscribe)
                        .onPublish(this::publish)
                        .onPresence(reads::presence)
                        .onPresenceStats(reads::presence)
                        .onHistory(reads::history)
                        .onRpc(this::rpc)
                        .onUnsubscribed(event -> socketHandlers().unsubscribed(event))
                        .onDisconnected(event -> socketHandlers().disconnected(event))
                        .snapshots(channel -> SocketHandlers.snapshots(initialData(channel)))
                        .build();
        events = new EventChannels(clock);
        publisher = new NodePublisher(engine.node(), positions, events::published);
        streams = new ManagedStreams(publisher, streamLimits(settings.live()), clock);
        runs =
                new RunStreams(
                        new EngineAudience(engine),
                        new SourceOutput(streams, publisher, historyChannels, events::published),
                        clock,
                        timer);
        channels =
                new Channels(
                        Map.of(
                                "grafana", Scopes.grafana(Map.of()),
                                "ds",
                                        new DataSourceScope(
                                                sources.directory(),
                                                sources.types(),
                                                this::sourceHandler),
                                "plugin", new PluginScope(sources.types(), this::sourceHandler),
                                "stream", Scopes.stream(new StreamHandler(this::initialData)),
                                "watch", Scopes.noWatch()),
                        rules);
        socketHandlers =
                new SocketHandlers(
                        channels,
                        this::isKnown,
                        events::published,
                        (channel, user) -> runs.left(channel, user.uid()),
                        refusals,
                        new SocketLog(clock));
        directory =
                new NodeDirectory(
                        streams,
                        runs,
                        events,
                        engine.node().hub(),
                        engine.metrics().slow(),
                        clock,
                        settings.live().managedIdleTtl());
        survey = new ChannelSurvey(engine.node(), virtualThreads);
        timer.scheduleWithFixedDelay(
                this::expire,
                EXPIRY_INTERVAL.toSeconds(),
                EXPIRY_INTERVAL.toSeconds(),
                TimeUnit.SECONDS);
    }

    private void expire() {
        streams.expireIdle();
        historyChannels.keepOnly(
                channel -> streams.keepsRows(channel) || runs.state(channel).isPresent());
    }

    /// Streams of a data source end or begin anew with what has become of it.
    void dataSourceChanged(Change change) {
        var before = change.before();
        if (before == null) {
            return;
        }
        Predicate<OrgChannel> its =
                channel ->
                        channel.orgId() == change.orgId()
                                && channel.address().scope().equals("ds")
                                && channel.address().namespace().equals(before.uid());
        var after = change.after();
        if (after == null) {
            runs.gone(its, "the data source \"" + before.name() + "\" was removed");
        } else if (!after.uid().equals(before.uid()) || !after.type().equals(before.type())) {
            runs.replaced(its, "the data source has changed; subscribe again");
        } else {
            runs.renew(its);
        }
    }

    /// A plugin answers again: streams that wait for it go on at once.
    ///
    /// @param serves whether a channel's data comes from it
    void pluginIsBack(Predicate<OrgChannel> serves) {
        runs.retry(serves);
    }

    private SourceHandler sourceHandler(StreamOrigin origin) {
        return new SourceHandler(
                origin, people, runs, this::initialData, virtualThreads, sourceTimeout);
    }

    /// Built after the engine that calls it.
    private SocketHandlers socketHandlers() {
        return socketHandlers;
    }

    private Broker broker(PublicationListener listener) {
        history = new MemoryBroker(listener, maxHistoryBytes);
        return history;
    }

    /// The histories of all channels.
    MemoryBroker history() {
        return Objects.requireNonNull(history);
    }

    private CompletionStage<Answer<SubscribeReply>> subscribe(SubscribeEvent event) {
        return socketHandlers.subscribe(event);
    }

    private CompletionStage<Answer<PublishReply>> publish(PublishEvent event) {
        return socketHandlers.publish(event);
    }

    /// `ping`, with which a page measures its round trip, and `grafana.query`.
    private CompletionStage<Answer<RpcReply>> rpc(RpcEvent event) {
        return switch (event.method()) {
            case "ping" -> Answer.accept(new RpcReply(null)).now();
            case "grafana.query" -> socketHandlers.query(event, queries, virtualThreads);
            default ->
                    Answer.<RpcReply>refuse(
                                    ErrorReply.METHOD_NOT_FOUND.because(
                                            "method not found: this server knows the methods ping"
                                                    + " and grafana.query"))
                            .now();
        };
    }

    /// What the channel offers by its pattern; streams that begin with a history are recoverable
    /// unless a pattern says otherwise.
    private ChannelOptions optionsOf(String channel) {
        var configured = channelOptions.optionsOf(channel);
        return configured.equals(ChannelOptions.defaults()) && historyChannels.contains(channel)
                ? HistoryChannels.OPTIONS
                : configured;
    }

    private InitialData initialData(String canonicalChannel) {
        return new StreamState(streams, positions, canonicalChannel);
    }

    private boolean isKnown(OrgChannel channel) {
        return !channel.address().scope().equals("stream")
                || channels.isOpen(channel)
                || streams.info(channel.canonical()).isPresent()
                || events.activity(channel.canonical()).isPresent();
    }

    private static ChannelRules rules(List<ChannelSettings> configured) {
        return new ChannelRules(
                configured.stream()
                        .map(each ->
                                new ChannelRule(
                                        each.name(),
                                        AddressPattern.compile(each.pattern()),
                                        each.subscribe(),
                                        each.publish()))
                        .toList());
    }

    /// What channels offer, by canonical name, as the engine calls them.
    private static ChannelOptionsTable channelOptions(List<ChannelSettings> configured) {
        var table = new ChannelOptionsTable();
        configured.forEach(each ->
                table.put(
                        AddressPattern.canonical(AddressPattern.compile(each.pattern())),
                        each.options()));
        return table;
    }

    private static ClientLimits clientLimits(LiveSettings live, EngineSettings engine) {
        return ClientLimits.defaults().toBuilder()
                .version(SERVER_VERSION)
                .maxConnections(live.maxConnections())
                .overLimit(
                        switch (live.limitClose()) {
                            case TERMINAL -> Disconnect.CONNECTION_LIMIT;
                            case RETRY ->
                                    new Disconnect(SocketLog.LIMIT_FOR_NOW, "connection limit");
                        })
                .pings(engine.pingInterval(), engine.pongTimeout())
                .staleTimeout(engine.staleTimeout())
                .maxSubscriptions(engine.maxSubscriptions())
                .maxQueuedBytes(engine.maxQueuedBytes())
                .handlerConcurrency(engine.handlerConcurrency())
                .rate(rate(engine.perConnection()))
                .perUser(
                        new UserLimits(
                                engine.maxConnectionsPerUser(),
                                engine.maxSubscriptionsPerUser(),
                                rate(engine.perUser())))
                .streams(
                        new dev.freshet.engine.client.StreamLimits(
                                engine.maxHistory(),
                                engine.maxRecovery(),
                                ClientLimits.defaults().streams().positionCheckDelay()))
                .build();
    }

    private static RateLimit rate(EngineSettings.Rate rate) {
        return new RateLimit(rate.commands(), rate.bytes());
    }

    private static HubLimits hubLimits(EngineSettings engine) {
        return new HubLimits(
                engine.groupQueueBytes(), engine.groupQueuePublications(), engine.maxHeldBytes());
    }

    private static WebSocketCompression compression(EngineSettings.Compression how) {
        return new WebSocketCompression(how.enabled(), how.level(), how.minBytes());
    }

    private static StreamLimits streamLimits(LiveSettings live) {
        return StreamLimits.defaults()
                .withIdleTtl(live.managedIdleTtl())
                .withChannels(live.managedMaxChannels())
                .withBytes(live.managedMaxBytes());
    }

    Engine engine() {
        return engine;
    }

    Channels channels() {
        return channels;
    }

    ManagedStreams streams() {
        return streams;
    }

    RunStreams runs() {
        return runs;
    }

    NodePublisher publisher() {
        return publisher;
    }

    NodeDirectory directory() {
        return directory;
    }

    ChannelSurvey survey() {
        return survey;
    }

    /// Stops sources, then tells clients to reconnect elsewhere (3001) and ends the loops.
    @Override
    public void close() {
        runs.close();
        engine.close();
    }
}
