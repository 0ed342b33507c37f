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
import java.util.function.Consumer;
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
    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    private final OrgChannel channel;
    private final StreamSource source;
    private final StreamRequest request;
    private final StreamOutput output;
    private final InstantSource clock;
    private final Consumer<StreamRun> whenEnded;
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
            Consumer<StreamRun> whenEnded) {
        this.channel = channel;
        this.source = source;
        this.request = request;
        this.output = output;
        this.clock = clock;
        this.state = new RunState(false, clock.instant(), 0, 0, "");
        this.whenEnded = whenEnded;
    }

    OrgChannel channel() {
        return channel;
    }

    /// Begins once `before`, a run of the same channel that is being stopped, is through.
    void start(@Nullable StreamRun before) {
        thread = Thread.ofVirtual().name("stream-", 0).unstarted(() -> run(before));
        thread.start();
    }

    private void run(@Nullable StreamRun before) {
        if (before != null) {
            before.awaitEnd();
        }
        var delay = new RestartDelay();
        while (!stopped) {
            var begun = clock.instant();
            state = new RunState(true, begun, state.restarts(), 0, state.lastError());
            try {
                source.runStream(request, this);
                if (!stopped) {
                    LOG.info("stream {} has ended", channel.canonical());
                    whenEnded.accept(this);
                }
                return;
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (!stopped) {
                    failed(e, delay.after(Duration.between(begun, clock.instant())));
                }
            }
        }
    }

    private void failed(Exception e, Duration pause) {
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        state = new RunState(false, clock.instant(), state.restarts() + 1, 0, reason);
        LOG.warn(
                "stream {} failed: {}; running it again in {} ms",
                channel.canonical(),
                reason,
                pause.toMillis(),
                state.restarts() == 1 ? e : null);
        try {
            Thread.sleep(pause);
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

    void awaitEnd() {
        try {
            if (thread != null && !thread.join(END_PATIENCE)) {
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
