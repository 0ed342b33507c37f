package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Decides who runs a channel's stream: one run per channel, begun with its first subscriber and
/// stopped 10 to 15 s after the last one left (`spec/grafana-live.md` §6.3).
///
/// Any thread. Each run has a virtual thread of its own, and its place here until it has ended.
public final class RunStreams implements AutoCloseable {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    private static final int EMPTY_CHECKS = 3;
    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    private final StreamAudience audience;
    private final StreamOutput output;
    private final InstantSource clock;
    private final Pause pause;
    private final Duration endPatience;
    private final ConcurrentHashMap<String, StreamRun> runs = new ConcurrentHashMap<>();
    private final Set<String> endedChannels = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> checks;
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
    /// @param request the first subscriber's, kept for later runs
    public void ensureRunning(OrgChannel channel, StreamSource source, StreamRequest request) {
        var running =
                runs.compute(
                        channel.canonical(),
                        (_, run) ->
                                run != null && run.keepGoing()
                                        ? run
                                        : started(run, channel, source, request));
        if (closed) {
            running.stop();
        }
    }

    private StreamRun started(
            @Nullable StreamRun before,
            OrgChannel channel,
            StreamSource source,
            StreamRequest request) {
        var run = new StreamRun(channel, source, request, output, clock, pause, this::over);
        run.start(before, endPatience);
        return run;
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
            if (run.isUnwatched(audience.subscribers(channel) == 0, EMPTY_CHECKS)) {
                run.stop();
            }
        });
    }

    /// The run's thread is through. If the source said that the stream is over, who still listens
    /// is told, and may ask for it again.
    private void over(StreamRun run, boolean byItself) {
        var channel = run.channel().canonical();
        if (runs.remove(channel, run) && byItself) {
            endedChannels.add(channel);
            tellEnded(channel);
        }
    }

    private void tellEnded(String channel) {
        audience.unsubscribe(
                channel,
                StreamRun.ENDED_CODE,
                "the stream has ended; subscribe again to start it anew");
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
