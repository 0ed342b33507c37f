package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.problem.Problem;
import dev.freshet.source.History;
import dev.freshet.source.StreamSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides who runs a channel's stream: one run per channel, begun with its first subscriber and
/// stopped 10 to 15 s after the last one left (`spec/grafana-live.md` §6.3).
///
/// Any thread. Each run has a virtual thread of its own, and its place here until it has ended.
public final class RunStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunStreams.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    private static final int EMPTY_CHECKS = 3;

    /// Asks clients to subscribe again; behind the range that the library keeps
    /// (`spec/centrifuge-protocol.md` §17.3).
    private static final int ENDED_CODE = 2600;

    /// Tells clients to let it be (below 2500), outside of the library's range too.
    private static final int GONE_CODE = 2400;

    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    private final StreamAudience audience;
    private final StreamOutput output;
    private final InstantSource clock;
    private final Pause pause;
    private final Duration endPatience;
    private final ConcurrentHashMap<String, StreamRun> runs = new ConcurrentHashMap<>();
    private final Set<String> endedChannels = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> checks;
    private final LastRefusals refusals;
    private volatile boolean closed;

    public RunStreams(
            StreamAudience audience,
            StreamOutput output,
            InstantSource clock,
            ScheduledExecutorService timer) {
        this(audience, output, clock, timer, Thread::sleep, END_PATIENCE);
    }

    /// @param pause before a failed run is repeated
    /// @param endPatience how long a run that was told to stop is waited for
    RunStreams(
            StreamAudience audience,
            StreamOutput output,
            InstantSource clock,
            ScheduledExecutorService timer,
            Pause pause,
            Duration endPatience) {
        this.audience = audience;
        this.output = output;
        this.clock = clock;
        this.pause = pause;
        this.endPatience = endPatience;
        this.refusals = new LastRefusals(clock);
        this.checks =
                timer.scheduleAtFixedRate(
                        this::check,
                        CHECK_INTERVAL.toMillis(),
                        CHECK_INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Somebody was allowed to subscribe: the stream runs from now on, if it did not before. A run
    /// that is being stopped is given a moment to end first.
    ///
    /// @param caller the subscriber; the stream runs in the name of the first who still may have it
    /// @param history what the source begins the stream with; null when it has begun
    /// @return to be run once the subscriber has joined the channel: the first packets of a source
    ///   would not reach it before. Without that the stream begins a second later
    public Runnable ensureRunning(
            OrgChannel channel,
            StreamSource source,
            StreamCaller caller,
            @Nullable History history) {
        refusals.served(channel.canonical());
        var running =
                runs.compute(
                        channel.canonical(),
                        (_, run) -> {
                            if (source.hasHistory()) {
                                output.hasHistory(channel);
                            }
                            boolean begun = history == null || output.begin(channel, history);
                            var present =
                                    run != null && run.keepGoing(caller)
                                            ? run
                                            : started(run, channel, source, caller);
                            if (!begun) {
                                present.failing(StreamRun.NO_ROOM);
                            }
                            return present;
                        });
        if (closed) {
            running.stop();
        }
        return running::joined;
    }

    private StreamRun started(
            @Nullable StreamRun before,
            OrgChannel channel,
            StreamSource source,
            StreamCaller caller) {
        var run = new StreamRun(channel, source, caller, output, clock, pause, this::over);
        run.start(before, endPatience);
        return run;
    }

    /// Somebody could not be served, because the source does not work.
    void unserved(OrgChannel channel, Problem problem) {
        refusals.refused(channel.canonical(), problem);
    }

    /// Why the last one who wanted the stream could not be served, for a quarter of an hour; empty
    /// when somebody was served since.
    public Optional<Problem> lastRefusal(String canonicalChannel) {
        return refusals.of(canonicalChannel);
    }

    /// A subscription of this person has ended.
    public void left(String canonicalChannel, String callerKey) {
        var run = runs.get(canonicalChannel);
        if (run != null) {
            run.left(callerKey);
        }
    }

    /// What the streams of these channels were begun with has changed: each is cancelled and begins
    /// anew. Returns at once.
    public void renew(Predicate<OrgChannel> which) {
        each(which, StreamRun::renew);
    }

    /// What keeps the streams of these channels from running may be over: those that wait to be run
    /// again do not wait any longer.
    public void retry(Predicate<OrgChannel> which) {
        each(which.and(channel -> !isRunning(channel)), StreamRun::renew);
    }

    private boolean isRunning(OrgChannel channel) {
        return state(channel.canonical()).map(RunState::running).orElse(true);
    }

    /// What these channels show has become something else: their streams are stopped, and
    /// subscribers told to subscribe again.
    public void replaced(Predicate<OrgChannel> which, String reason) {
        each(which, run -> stop(run, ENDED_CODE, reason));
    }

    /// What these channels show is gone for good: their streams are stopped, and subscribers told
    /// not to try again.
    public void gone(Predicate<OrgChannel> which, String reason) {
        each(which, run -> stop(run, GONE_CODE, reason));
    }

    private void each(Predicate<OrgChannel> which, Consumer<StreamRun> action) {
        runs.values().stream().filter(run -> which.test(run.channel())).forEach(action);
    }

    private void stop(StreamRun run, int code, String reason) {
        run.stop();
        audience.unsubscribe(run.channel().canonical(), code, reason);
    }

    /// Every channel of an organisation whose stream runs or is to run again.
    public Map<OrgChannel, RunState> states(long orgId) {
        return runs.values().stream()
                .filter(run -> run.channel().orgId() == orgId)
                .collect(Collectors.toMap(StreamRun::channel, StreamRun::state, (a, _) -> a));
    }

    /// How the channel's stream is doing; empty when nobody asked for it.
    public Optional<RunState> state(String canonicalChannel) {
        return Optional.ofNullable(runs.get(canonicalChannel)).map(StreamRun::state);
    }

    public int running() {
        return runs.size();
    }

    private void check() {
        // Who was let in while a stream ended may have joined after the others were told.
        for (var channel : List.copyOf(endedChannels)) {
            endedChannels.remove(channel);
            if (!runs.containsKey(channel)) {
                tellEnded(channel);
            }
        }
        runs.forEach((channel, run) -> {
            try {
                check(channel, run);
            } catch (RuntimeException e) {
                // Thrown on, it would be the last check of all.
                LOG.error("stream {} could not be checked", channel, e);
            }
        });
    }

    private void check(String channel, StreamRun run) {
        if (run.isUnwatched(audience.subscribers(channel) == 0, EMPTY_CHECKS)) {
            run.stop();
        } else {
            run.recheckOwner();
        }
    }

    /// The run's thread is through. Unless it was stopped, who still listens is told, and may ask
    /// for it again.
    private void over(StreamRun run, StreamRun.End end) {
        var channel = run.channel().canonical();
        if (removed(run) && end != StreamRun.End.STOPPED) {
            endedChannels.add(channel);
            tellEnded(channel);
        }
    }

    /// False when another run has taken its place.
    private boolean removed(StreamRun run) {
        var removed = new AtomicBoolean();
        runs.computeIfPresent(
                run.channel().canonical(),
                (_, present) -> {
                    if (!present.equals(run)) {
                        return present;
                    }
                    output.over(run.channel());
                    removed.set(true);
                    return null;
                });
        return removed.get();
    }

    private void tellEnded(String channel) {
        audience.unsubscribe(
                channel, ENDED_CODE, "the stream has ended; subscribe again to start it anew");
    }

    /// Stops all runs for good and waits up to a second for them.
    @Override
    public void close() {
        closed = true;
        checks.cancel(false);
        var all = List.copyOf(runs.values());
        all.forEach(StreamRun::stop);
        long deadline = System.nanoTime() + endPatience.toNanos();
        all.forEach(run -> run.awaitEnd(Duration.ofNanos(deadline - System.nanoTime())));
    }
}
