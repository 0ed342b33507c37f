package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One channel's stream on its virtual thread: run, and run again when it fails, until it ends or
/// is stopped.
final class StreamRun implements StreamSender {
    /// Asks clients to subscribe again; behind the range that the library keeps
    /// (`spec/centrifuge-protocol.md` §17.3).
    static final int ENDED_CODE = 2600;

    private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);

    /// Told, on the run's thread, that nothing more will come.
    interface WhenOver {
        /// Takes note of it.
        ///
        /// @param byItself the source ended the stream; nobody stopped it
        void over(StreamRun run, boolean byItself);
    }

    private final OrgChannel channel;
    private final StreamSource source;
    private final StreamRequest request;
    private final StreamOutput output;
    private final InstantSource clock;
    private final Pause pause;
    private final WhenOver whenOver;
    private final AtomicLong dropped = new AtomicLong();

    private volatile RunState state;
    private volatile boolean stopped;
    private @Nullable Thread thread;
    private int emptyChecks; // of the checking thread and of subscribers, under this

    StreamRun(
            OrgChannel channel,
            StreamSource source,
            StreamRequest request,
            StreamOutput output,
            InstantSource clock,
            Pause pause,
            WhenOver whenOver) {
        this.channel = channel;
        this.source = source;
        this.request = request;
        this.output = output;
        this.clock = clock;
        this.state = new RunState(false, clock.instant(), 0, 0, "");
        this.pause = pause;
        this.whenOver = whenOver;
    }

    OrgChannel channel() {
        return channel;
    }

    /// Begins once `before`, a run of the same channel that is being stopped, is through, or has
    /// not ended in spite of our patience: its packets are not taken any more.
    void start(@Nullable StreamRun before, Duration patience) {
        thread = Thread.ofVirtual().name("stream-", 0).unstarted(() -> run(before, patience));
        thread.start();
    }

    private void run(@Nullable StreamRun before, Duration patience) {
        boolean byItself = false;
        try {
            if (before != null) {
                before.awaitEnd(patience);
            }
            byItself = runUntilOver();
        } finally {
            whenOver.over(this, byItself);
        }
    }

    /// True when the source ended the stream.
    private boolean runUntilOver() {
        var delay = new RestartDelay();
        while (!stopped) {
            var begun = clock.instant();
            state = new RunState(true, begun, state.restarts(), 0, state.lastError());
            try {
                source.runStream(request, this);
                return end();
            } catch (InterruptedException e) {
                return false;
            } catch (Exception e) {
                if (!stopped) {
                    failed(e, delay.after(Duration.between(begun, clock.instant())));
                }
            }
        }
        return false;
    }

    /// From now on a subscriber needs a new run.
    private synchronized boolean end() {
        boolean byItself = !stopped;
        stopped = true;
        if (byItself) {
            LOG.info("stream {} has ended", channel.canonical());
        }
        return byItself;
    }

    private void failed(Exception e, Duration delay) {
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        state = new RunState(false, clock.instant(), state.restarts() + 1, 0, reason);
        LOG.warn(
                "stream {} failed: {}; running it again in {} ms",
                channel.canonical(),
                reason,
                delay.toMillis(),
                state.restarts() == 1 ? e : null);
        try {
            pause.of(delay);
        } catch (InterruptedException interrupted) {
            stopped = true;
        }
    }

    @Override
    public void send(Frame frame) {
        count(stopped || output.send(channel, frame));
    }

    @Override
    public void send(RawJson packet) {
        count(stopped || output.send(channel, packet));
    }

    private void count(boolean sent) {
        if (!sent) {
            dropped.incrementAndGet();
        }
    }

    /// Another subscriber has come; false when the run is over already and a new one is needed.
    synchronized boolean keepGoing() {
        emptyChecks = 0;
        return !stopped;
    }

    /// Counts checks that found nobody; true once there were enough in a row, and the run is to be
    /// stopped.
    synchronized boolean isUnwatched(boolean nobody, int enough) {
        emptyChecks = nobody ? emptyChecks + 1 : 0;
        stopped |= emptyChecks >= enough;
        return stopped;
    }

    void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    void awaitEnd(Duration patience) {
        try {
            if (thread != null && !thread.join(patience)) {
                LOG.warn("stream {} does not end although it was interrupted", channel.canonical());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    RunState state() {
        var now = state;
        return new RunState(
                now.running(), now.since(), now.restarts(), dropped.get(), now.lastError());
    }
}
