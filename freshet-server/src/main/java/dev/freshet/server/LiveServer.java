package dev.freshet.server;

import dev.freshet.server.apidoc.ApiDocs;
import dev.freshet.server.channel.Patience;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.ServerSettings;
import dev.freshet.server.config.Settings;
import dev.freshet.server.http.HttpInitializer;
import dev.freshet.server.http.HttpLimits;
import dev.freshet.server.http.OriginCheck;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.Router;
import dev.freshet.server.http.Site;
import dev.freshet.server.http.StaticFiles;
import dev.freshet.server.identity.FirstAdmin;
import dev.freshet.server.identity.Identity;
import dev.freshet.server.identity.IdentitySettings;
import dev.freshet.server.identity.SessionCookie;
import dev.freshet.server.identity.SignInApi;
import dev.freshet.server.live.LiveApi;
import dev.freshet.server.metrics.HealthApi;
import dev.freshet.server.metrics.HealthCheck;
import dev.freshet.server.metrics.MetricRegistry;
import dev.freshet.server.metrics.MetricsApi;
import dev.freshet.server.metrics.ProcessMetrics;
import dev.freshet.server.position.PositionTable;
import dev.freshet.server.position.RowPositions;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.push.FrameFormat;
import dev.freshet.server.push.FramesFromLines;
import dev.freshet.server.push.InfluxApi;
import dev.freshet.server.push.LinePush;
import dev.freshet.server.push.PushApi;
import dev.freshet.server.push.PushCounters;
import dev.freshet.server.push.PushLog;
import dev.freshet.server.push.PushSockets;
import dev.freshet.server.serverapi.ApiMethods;
import dev.freshet.server.serverapi.ServerApi;
import dev.freshet.server.socket.AccountWatch;
import dev.freshet.server.socket.EngineMetricsBinding;
import dev.freshet.server.socket.OriginLog;
import dev.freshet.server.socket.SocketApi;
import dev.freshet.server.storage.Database;
import dev.freshet.server.storage.DatabaseUnusable;
import dev.freshet.server.tls.BadCertificate;
import dev.freshet.server.tls.HandshakePace;
import dev.freshet.server.tls.ServerCertificate;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole server: everything is built here with plain constructors, in the order of starting,
/// and closed in reverse.
public final class LiveServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);
    private static final int DATABASE_SECONDS = 2;
    private static final int ACCOUNT_SECONDS = 5;
    private static final int HANDSHAKES_PER_SECOND = 300;

    /// A push that waits for room is answered within 4 s.
    private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(5);

    private final Settings settings;
    private final InstantSource clock = InstantSource.system();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("freshet-timer").unstarted(task));
    private final Executor virtualThreads = task -> Thread.ofVirtual().name("blocking").start(task);
    private final MetricRegistry metrics = new MetricRegistry();
    private final Consumer<Problem> refusals;
    private final OriginLog originLog;
    private final @Nullable ServerCertificate certificate;
    private final Database database;
    private final Identity identity;
    private final DataSourceStack dataSources;
    private final PositionTable positionTable;
    private final LiveCore core;
    private final Patience patience = Patience.defaults(timer);
    private final PushCounters pushCounters = new PushCounters();
    private final LinePush linePush;
    private final HandshakePace handshakes =
            new HandshakePace(HANDSHAKES_PER_SECOND, System::nanoTime);
    private final InFlight inFlight = new InFlight();
    private final @Nullable ServerApi serverApi;
    private final Site site;
    private @Nullable InetSocketAddress serverApiAddress;
    private volatile boolean accepting;

    /// Opens the database and starts the event loops; nothing listens yet. Blocks.
    ///
    /// @throws IllegalArgumentException when channel patterns or origins cannot be used, with a
    ///   sentence
    /// @throws InvalidConfig when a provisioning file cannot be used, with all that is wrong
    public LiveServer(Settings settings) throws DatabaseUnusable, BadCertificate, InvalidConfig {
        this.settings = settings;
        this.refusals = refusalCounter(metrics);
        this.originLog = new OriginLog(clock);
        this.certificate = certificate(settings.server());
        this.database = Database.open(settings.database());
        this.identity =
                Identity.open(
                        database,
                        new IdentitySettings(
                                settings.auth(), settings.security(), settings.anonymous()),
                        clock,
                        new SecureRandom());
        identity.watch(timer);
        this.dataSources = dataSources();
        var rowPositions = new RowPositions(clock);
        this.positionTable = new PositionTable(database, rowPositions, clock);
        positionTable.load();
        positionTable.watch(timer);
        this.core =
                new LiveCore(
                        settings,
                        clock,
                        timer,
                        virtualThreads,
                        dataSources.sources(),
                        dataSources.queries(),
                        rowPositions,
                        identity::recheck,
                        refusals);
        dataSources.serve(core, timer);
        this.linePush =
                new LinePush(new FramesFromLines(), core.streams(), patience, clock, pushCounters);
        var accounts = new AccountWatch(core.engine(), identity::recheck);
        timer.scheduleWithFixedDelay(
                accounts::look, ACCOUNT_SECONDS, ACCOUNT_SECONDS, TimeUnit.SECONDS);
        if (certificate != null) {
            certificate.watch(timer);
        }
        EngineMetricsBinding.bind(core.engine(), core.runs(), metrics, version());
        metrics.gauge(
                "grafana_live_history_bytes",
                "What the histories of all channels take.",
                () -> core.history().historyBytes());
        metrics.gauge(
                "grafana_live_history_channels",
                "Channels with a history, a position or idempotency keys.",
                () -> core.history().logCount());
        metrics.counter(
                "grafana_live_history_trimmed_total",
                "Publications, keys and positions that went before their time for want of room.",
                () -> core.history().trimmedCount());
        ProcessMetrics.register(metrics);
        dataSources.bind(metrics);
        bindPushCounters();
        this.serverApi = settings.serverApi().enabled() ? serverApi() : null;
        this.site = site(router());
    }

    private DataSourceStack dataSources() throws InvalidConfig {
        try {
            return DataSourceStack.open(settings, database, clock, timer, virtualThreads);
        } catch (InvalidConfig e) {
            timer.shutdownNow();
            identity.close();
            database.close();
            throw e;
        }
    }

    private Site site(Router router) {
        return new Site(
                router,
                identity.authenticator(),
                new OriginCheck(settings.server().rootUrl(), settings.live().allowedOrigins()),
                HttpLimits.defaults(),
                virtualThreads,
                refusals.andThen(originLog::refused));
    }

    private static @Nullable ServerCertificate certificate(ServerSettings server)
            throws BadCertificate {
        return server.protocol() == ServerSettings.Protocol.HTTPS
                        && server.certFile() != null
                        && server.certKey() != null
                ? ServerCertificate.load(server.certFile(), server.certKey())
                : null;
    }

    private static Consumer<Problem> refusalCounter(MetricRegistry metrics) {
        var counters =
                metrics.counters(
                        "grafana_live_channel_errors_total", "Refusals, by message id.", "reason");
        return problem -> counters.of(problem.type().messageId()).increment();
    }

    private void bindPushCounters() {
        var name = "grafana_live_push_lines_total";
        var help = "Lines of line protocol, by result.";
        metrics.counter(name, help, Map.of("result", "accepted"), pushCounters::accepted);
        metrics.counter(name, help, Map.of("result", "rejected"), pushCounters::rejected);
    }

    private ServerApi serverApi() {
        var methods =
                new ApiMethods(
                        core.engine(),
                        core.channels(),
                        core.publisher(),
                        core.survey(),
                        patience,
                        settings.serverApi(),
                        clock,
                        metrics,
                        refusals);
        return new ServerApi(methods, settings.serverApi(), identity.authenticator());
    }

    private Router router() {
        var server = settings.server();
        var routes = new ArrayList<Route>();
        routes.addAll(new SocketApi(core.engine(), settings.live().messageSizeLimit()).routes());
        routes.addAll(
                new LiveApi(
                                core.channels(),
                                core.publisher(),
                                core.directory(),
                                patience,
                                settings.live().messageSizeLimit(),
                                true)
                        .routes());
        var pushLog = new PushLog(clock);
        routes.addAll(
                new PushApi(
                                linePush,
                                settings.push(),
                                pushLog,
                                new PushSockets(
                                        core.engine().webSocketUpgrade(),
                                        linePush,
                                        settings.push(),
                                        pushLog,
                                        virtualThreads))
                        .routes());
        routes.addAll(new InfluxApi(linePush, settings.push(), pushLog).routes());
        routes.addAll(dataSources.routes());
        routes.addAll(
                new SignInApi(
                                identity.login(),
                                identity.organisations(),
                                SessionCookie.of(
                                        settings.auth(), settings.security(), server.subPath()),
                                server.rootUrl().getPath())
                        .routes());
        routes.addAll(
                new HealthApi(
                                version(),
                                List.of(
                                        HealthCheck.vital("database", this::databaseTrouble),
                                        HealthCheck.degrading(
                                                "provisioning", dataSources::provisioningTrouble)),
                                () -> accepting)
                        .routes());
        if (settings.metrics().enabled()) {
            routes.addAll(
                    new MetricsApi(
                                    metrics,
                                    settings.metrics().username(),
                                    settings.metrics().password().reveal())
                            .routes());
        }
        if (serverApi != null && !settings.serverApi().hasOwnPort()) {
            routes.addAll(serverApi.routes());
        }
        var documented = new ApiDocs(version(), server.rootUrl()).with(routes);
        var console =
                new StaticFiles(
                        LiveServer.class.getClassLoader(), "console", server.rootUrl().getPath());
        return new Router(
                server.serveFromSubPath() ? server.subPath() : "",
                documented.stream().map(inFlight::counted).toList(),
                console.route());
    }

    private String databaseTrouble() {
        try {
            database.<Integer, RuntimeException>read(
                            tables -> tables.createQuery("SELECT 1").mapTo(Integer.class).one())
                    .toCompletableFuture()
                    .get(DATABASE_SECONDS, TimeUnit.SECONDS);
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "The database was not asked: the server is ending.";
        } catch (ExecutionException | TimeoutException e) {
            return "The database did not answer within " + DATABASE_SECONDS + " s; see the log.";
        }
    }

    /// The version in the jar's manifest.
    public static String version() {
        var version = LiveServer.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /// Listens from now on. Blocks until it does.
    ///
    /// @return the address, with the port that was chosen when 0 was configured
    /// @throws java.io.UncheckedIOException when the address cannot be used
    public InetSocketAddress listen() {
        var server = settings.server();
        if (serverApi != null && settings.serverApi().hasOwnPort()) {
            serverApiAddress = listen(serverApi);
            LOG.info("the server API is at {}", serverApiAddress);
        }
        var bound = bind(server.httpAddr(), server.httpPort(), site);
        accepting = true;
        return bound;
    }

    private InetSocketAddress listen(ServerApi api) {
        var own = settings.serverApi();
        var documented = new ApiDocs(version(), URI.create("/")).withOpenApi(api.routes());
        var router = new Router("", documented.stream().map(inFlight::counted).toList(), null);
        var host = own.address().isEmpty() ? settings.server().httpAddr() : own.address();
        return bind(host, own.port(), site(router));
    }

    private InetSocketAddress bind(String host, int port, Site served) {
        var address =
                host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        return core.engine().eventLoops().bind(address, new HttpInitializer(served, this::addTls));
    }

    /// Where the server API listens when it has a port of its own; null before [#listen] and
    /// otherwise.
    public @Nullable InetSocketAddress serverApiAddress() {
        return serverApiAddress;
    }

    private void addTls(ChannelPipeline pipeline) {
        if (certificate != null) {
            handshakes.admit(pipeline.channel());
            pipeline.addLast(certificate.context().newHandler(pipeline.channel().alloc()));
        }
    }

    /// Makes the first administrator when there is nobody yet; takes a moment, on other threads.
    public CompletionStage<Optional<FirstAdmin.Made>> makeFirstAdmin() {
        return identity.firstAdmin().make();
    }

    /// Takes a body of line protocol of this very machine, as an HTTP push to the stream `host`
    /// does.
    void pushHostMetrics(byte[] lines) {
        linePush.push(
                1,
                "host",
                lines,
                0,
                lines.length,
                linePush.options(FrameFormat.LABELS_COLUMN, "host"));
    }

    /// Stops accepting, closes clients with 3001, finishes what is in flight and closes the tables.
    @Override
    public void close() {
        accepting = false;
        core.engine().eventLoops().stopAccepting();
        if (!inFlight.awaitNone(REQUEST_PATIENCE)) {
            LOG.warn(
                    "requests were still being worked on after {} s", REQUEST_PATIENCE.toSeconds());
        }
        core.close();
        positionTable.close();
        dataSources.close();
        timer.shutdownNow();
        identity.close();
        database.close();
    }
}
