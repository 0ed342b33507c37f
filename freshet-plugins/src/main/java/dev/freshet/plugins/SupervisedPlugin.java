package dev.freshet.plugins;

import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSource;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One plugin: its process is started when it is first called, watched, and started again.
///
/// What happens to the process is dealt with on the thread `plugin-supervisor`, one after the
/// other; the state is guarded by this object's monitor, for callers on other threads.
final class SupervisedPlugin implements BackendPlugin {
    private static final Logger log = LoggerFactory.getLogger(SupervisedPlugin.class);

    private static final int MAX_MISSED_PROBES = 3;
    private static final Duration POLITE_END = Duration.ofSeconds(2);

    private final FoundPlugin plugin;
    private final PluginProgram program;
    private final Supervisor supervisor;
    private final PluginHostOptions options;
    private final PluginCalls calls;
    private final RestartPause pause = new RestartPause();
    private final LongAdder droppedPackets = new LongAdder();

    private PluginState state;
    private Instant since;
    private @Nullable Refusal refusal;
    private CompletableFuture<PluginConnection> connected = new CompletableFuture<>();
    private @Nullable PluginProcess process;
    private @Nullable PluginConnection connection;
    private CompletableFuture<Void> gone = CompletableFuture.completedFuture(null);

    private String failedFile = "";
    private int starts;
    private int exits;
    private OptionalInt lastExitStatus = OptionalInt.empty();
    private String lastErrorLine = "";
    private @Nullable PluginProcess hung;

    SupervisedPlugin(FoundPlugin plugin, Supervisor supervisor) {
        this.plugin = plugin;
        this.supervisor = supervisor;
        options = supervisor.options();
        program = new PluginProgram(plugin);
        calls = new PluginCalls(plugin, this, options);
        state = plugin.state();
        refusal = plugin.refusal();
        since = options.clock().instant();
    }

    @Override
    public String id() {
        return plugin.id();
    }

    @Override
    public synchronized PluginStatus status() {
        PluginProcess now = process;
        String said = now == null ? "" : now.output().lastErrorLine();
        return new PluginStatus(
                plugin.id(),
                plugin.name(),
                plugin.type(),
                plugin.version(),
                plugin.directory(),
                plugin.signature(),
                state,
                refusal == null ? "" : refusal.text(),
                Math.max(0, starts - 1),
                exits,
                lastExitStatus,
                said.isEmpty() ? lastErrorLine : said,
                now == null ? OptionalLong.empty() : OptionalLong.of(now.pid()),
                droppedPackets.sum(),
                since);
    }

    @Override
    public StreamSource streams() {
        return calls;
    }

    @Override
    public HealthReply checkHealth(CallContext context)
            throws SourceException, InterruptedException {
        return calls.checkHealth(context);
    }

    @Override
    public QueryReply queryData(CallContext context, List<PluginQuery> queries)
            throws SourceException, InterruptedException {
        return calls.queryData(context, queries);
    }

    @Override
    public ResourceReply callResource(CallContext context, ResourceRequest request)
            throws SourceException, InterruptedException {
        return calls.callResource(context, request);
    }

    @Override
    public byte[] collectMetrics() throws SourceException, InterruptedException {
        return calls.collectMetrics();
    }

    void countDropped() {
        droppedPackets.increment();
    }

    /// The connection to its process, which is started when there is none yet.
    ///
    /// @throws SourceException when it cannot run, or is waiting to be started again
    PluginConnection connection() throws SourceException, InterruptedException {
        CompletableFuture<PluginConnection> coming;
        synchronized (this) {
            switch (state) {
                case NOT_STARTED -> begin();
                case FAILED -> {
                    if (program.fingerprint().equals(failedFile)) {
                        throw refused();
                    }
                    begin();
                }
                case STARTING, RUNNING -> {}
                case WAITING, NOT_ALLOWED, NO_BACKEND, DUPLICATE, INVALID, CLOSED ->
                        throw refused();
            }
            coming = connected;
        }
        try {
            return coming.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartFailure failure) {
                throw new SourceException(
                        failure.refusal().message(), failure.refusal().hint(), failure);
            }
            throw new SourceException(
                    "Plugin \"%s\" could not be started".formatted(id()),
                    "See the server's log",
                    e);
        }
    }

    private SourceException refused() {
        return refusal != null
                ? refusal.exception()
                : new SourceException("Plugin \"%s\" does not run".formatted(id()), "");
    }

    private synchronized void begin() {
        enter(PluginState.STARTING, null);
        connected = new CompletableFuture<>();
        supervisor.execute(this::startProcess);
    }

    private void enter(PluginState next, @Nullable Refusal why) {
        state = next;
        refusal = why;
        since = options.clock().instant();
    }

    private void startProcess() {
        synchronized (this) {
            if (state != PluginState.STARTING) {
                return;
            }
        }
        Refusal problem = program.problem();
        if (problem != null) {
            fail(new StartFailure(problem, true));
            return;
        }
        PluginProcess started;
        try {
            started = launch();
        } catch (IOException | RuntimeException e) {
            // Nothing is wrong with the file: the machine may have room for a process later.
            fail(
                    new StartFailure(
                            new Refusal(
                                    "Plugin \"%s\" cannot be started: %s"
                                            .formatted(id(), e.getMessage()),
                                    "Check that the server may run " + program.path()),
                            false));
            return;
        }
        CompletableFuture<Void> ended = new CompletableFuture<>();
        synchronized (this) {
            process = started;
            starts++;
            gone = ended;
        }
        log.info("Started plugin {} {} as process {}", id(), plugin.version(), started.pid());
        started.ended()
                .whenComplete((status, _) ->
                        supervisor.execute(() -> {
                            ended(started, status == null ? -1 : status);
                            ended.complete(null);
                        }));
        started.handshake()
                .thenApplyAsync(
                        handshake -> connect(started, handshake),
                        task -> Thread.ofVirtual().name("plugin-connect-" + id()).start(task))
                .whenComplete((connection, failure) ->
                        supervisor.execute(() -> cameUp(started, connection, failure)));
        supervisor.schedule(options.startTimeout(), () -> giveUp(started));
    }

    private PluginProcess launch() throws IOException {
        Path folder = supervisor.runtime().newFolder();
        try {
            var environment = PluginEnvironment.of(id(), options, folder, supervisor.tls().pem());
            Process begun =
                    supervisor.starter().start(program.path(), program.directory(), environment);
            return new PluginProcess(id(), begun, program.path(), folder, options.clock());
        } catch (IOException | RuntimeException e) {
            RuntimeDirectory.remove(folder);
            throw e;
        }
    }

    /// On a virtual thread: the process has told where it is.
    private PluginConnection connect(PluginProcess started, Handshake handshake) {
        started.record();
        try {
            return PluginConnection.open(id(), handshake, supervisor, started.output());
        } catch (StartFailure e) {
            throw new CompletionException(e);
        }
    }

    private void cameUp(
            PluginProcess started, @Nullable PluginConnection made, @Nullable Throwable failure) {
        synchronized (this) {
            if (process == started && state == PluginState.STARTING && made != null) {
                connection = made;
                enter(PluginState.RUNNING, null);
                connected.complete(made);
                supervisor.tellChange(id());
                probeLater(started, made, 0);
                return;
            }
        }
        if (made != null) {
            made.close();
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof StartFailure told) {
            started.abandon(told);
        } else if (cause instanceof IOException) {
            // It closed its output: either it has ended, or it soon has to.
            supervisor.schedule(POLITE_END, started::kill);
        } else {
            started.abandon(
                    new StartFailure(
                            new Refusal(
                                    "Plugin \"%s\" printed where it is but does not answer there: %s"
                                            .formatted(id(), cause),
                                    "See its log"),
                            false));
        }
    }

    private void probeLater(PluginProcess probed, PluginConnection at, int failures) {
        supervisor.schedule(
                options.probeInterval(),
                () -> {
                    if (isServedBy(probed)) {
                        Thread.ofVirtual()
                                .name("plugin-probe-" + id())
                                .start(() -> probe(probed, at, failures));
                    }
                });
    }

    private synchronized boolean isServedBy(PluginProcess probed) {
        return process == probed && state == PluginState.RUNNING;
    }

    private void probe(PluginProcess probed, PluginConnection at, int failures) {
        boolean serving;
        try {
            serving = at.isServing(options.callTimeout());
        } catch (StatusRuntimeException e) {
            if (!isServedBy(probed)) {
                return;
            }
            serving = false;
            log.warn(
                    "Plugin {} does not say whether it serves ({} of {} times): {}",
                    id(),
                    failures + 1,
                    MAX_MISSED_PROBES,
                    e.getStatus().getCode());
        }
        int missed = serving ? 0 : failures + 1;
        if (missed < MAX_MISSED_PROBES) {
            probeLater(probed, at, missed);
            return;
        }
        log.error(
                "Plugin {} has not answered {} times: ending process {}",
                id(),
                missed,
                probed.pid());
        synchronized (this) {
            hung = probed;
        }
        probed.kill();
    }

    private void giveUp(PluginProcess started) {
        synchronized (this) {
            if (process != started || state != PluginState.STARTING) {
                return;
            }
        }
        started.abandon(
                new StartFailure(
                        new Refusal(
                                "Plugin \"%s\" did not say within %d s that it serves"
                                        .formatted(id(), options.startTimeout().toSeconds()),
                                "See its log for what it waits for"),
                        false));
    }

    private void ended(PluginProcess process, int status) {
        process.removeFolder();
        PluginConnection closing;
        synchronized (this) {
            if (this.process != process) {
                return;
            }
            this.process = null;
            closing = connection;
            connection = null;
            lastExitStatus = OptionalInt.of(status);
            lastErrorLine = process.output().lastErrorLine();
        }
        if (closing != null) {
            closing.close();
        }
        synchronized (this) {
            if (state == PluginState.CLOSED) {
                return;
            }
            exits++;
            if (state == PluginState.STARTING) {
                fail(
                        EndReport.beforeServing(
                                id(),
                                process.failure(),
                                status,
                                process.output().recentLines(),
                                program.path()));
                return;
            }
            Duration life = Duration.between(process.started(), options.clock().instant());
            String lastWords =
                    process == hung
                            ? "it did not say whether it serves and was ended"
                            : process.output().lastWords();
            waitAndStart(EndReport.afterServing(id(), exits, status, lastWords), life);
        }
        supervisor.tellChange(id());
    }

    private synchronized void fail(StartFailure failure) {
        if (state != PluginState.STARTING) {
            return;
        }
        CompletableFuture<PluginConnection> told = connected;
        if (failure.lasting()) {
            failedFile = program.fingerprint();
            enter(PluginState.FAILED, failure.refusal());
            log.error("{}", failure.refusal().text());
        } else {
            waitAndStart(failure.refusal(), Duration.ZERO);
        }
        told.completeExceptionally(failure);
        supervisor.tellChange(id());
    }

    private synchronized void waitAndStart(Refusal why, Duration life) {
        Duration wait = pause.after(life);
        enter(PluginState.WAITING, why);
        log.error("{} Next attempt in {} s.", why.text(), wait.toSeconds());
        supervisor.schedule(
                wait,
                () -> {
                    synchronized (this) {
                        if (state == PluginState.WAITING) {
                            begin();
                        }
                    }
                });
    }

    /// Ends its process for good, politely first. The result completes when it is gone.
    CompletableFuture<Void> close() {
        var closed = new CompletableFuture<Void>();
        supervisor.execute(() -> closeNow().whenComplete((_, _) -> closed.complete(null)));
        return closed;
    }

    private synchronized CompletableFuture<Void> closeNow() {
        enter(
                PluginState.CLOSED,
                new Refusal("Plugin \"%s\" does not run: the server stops".formatted(id()), ""));
        connected.completeExceptionally(new StartFailure(refusal(), false));
        PluginProcess ending = process;
        PluginConnection asked = connection;
        if (ending == null) {
            return gone;
        }
        if (asked == null) {
            ending.kill();
            return gone;
        }
        Thread.ofVirtual()
                .name("plugin-shutdown-" + id())
                .start(() -> asked.requestShutdown(POLITE_END));
        supervisor.schedule(POLITE_END, ending::kill);
        return gone;
    }

    private Refusal refusal() {
        return refusal == null ? new Refusal("", "") : refusal;
    }
}
