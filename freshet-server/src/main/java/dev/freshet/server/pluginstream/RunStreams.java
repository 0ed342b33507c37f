package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Decides who runs a channel's stream: one run per channel, begun with its first subscriber and
/// stopped 10 to 15 s after the last one left (`spec/grafana-live.md` §6.3).
///
/// Any thread. Each run has a virtual thread of its own.
public final class RunStreams implements AutoCloseable {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
    private static final int EMPTY_CHECKS = 3;

    private final StreamAudience audience;
    private final StreamOutput output;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, StreamRun> runs = new ConcurrentHashMap<>();
    private final ScheduledFuture<?> checks;

    public RunStreams(
            StreamAudience audience,
            StreamOutput output,
            InstantSource clock,
            ScheduledExecutorService timer) {
        this.audience = audience;
        this.output = output;
        this.clock = clock;
        this.checks =
                timer.scheduleAtFixedRate(
                        this::stopUnwatched,
                        CHECK_INTERVAL.toMillis(),
                        CHECK_INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Somebody was allowed to subscribe: the stream runs from now on, if it did not before.
    ///
    /// @param request the first subscriber's, kept for later runs
    public void ensureRunning(OrgChannel channel, StreamSource source, StreamRequest request) {
        runs.compute(
                channel.canonical(),
                (_, run) -> {
                    if (run != null && run.keepGoing()) {
                        return run;
                    }
                    var next = new StreamRun(channel, source, request, output, clock, this::ended);
                    next.start(run);
                    return next;
                });
    }

    /// How the channel's stream is doing; empty when nobody asked for it.
    public Optional<RunState> state(String canonicalChannel) {
        return Optional.ofNullable(runs.get(canonicalChannel)).map(StreamRun::state);
    }

    public int running() {
        return runs.size();
    }

    private void stopUnwatched() {
        runs.forEach((channel, run) -> {
            if (run.isUnwatched(audience.subscribers(channel) == 0, EMPTY_CHECKS)
                    && runs.remove(channel, run)) {
                run.stop();
            }
        });
    }

    /// The source said that the stream is over: who still listens is told, and may ask for it
    /// again.
    private void ended(StreamRun run) {
        if (runs.remove(run.channel().canonical(), run)) {
            audience.unsubscribe(
                    run.channel().canonical(),
                    StreamRun.ENDED_CODE,
                    "the stream has ended; subscribe again to start it anew");
        }
    }

    /// Stops all runs and waits up to a second for each.
    @Override
    public void close() {
        checks.cancel(false);
        var all = List.copyOf(runs.values());
        runs.clear();
        all.forEach(StreamRun::stop);
        all.forEach(StreamRun::awaitEnd);
    }
}
