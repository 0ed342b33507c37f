package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One channel's stream on its virtual thread: run, and run again when it fails or is to begin
/// anew, until it ends or is stopped.
final class StreamRun implements StreamSender {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);

    static final String NO_ROOM =
            "The rows of the stream find no room: the organisation's streams keep as much as they"
                + " may. Raise [freshet.live] managed_max_bytes or managed_max_channels, or shorten"
                + " ranges.";

    private static final Duration JOINING = Duration.ofSeconds(1);

    /// How a run came to its end.
    enum End {
        /// Somebody stopped it.
        STOPPED,
        /// The source said that the stream is over.
        OVER,
        /// None of the subscribers may have it any more.
        NOT_ALLOWED
    }

    /// Told, on the run's thread, that nothing more will come.
    interface WhenOver {
        /// Takes note of it.
        void over(StreamRun run, End end);
    }

    private final OrgChannel channel;
    private final StreamSource source;
    private final StreamOutput output;
    private final InstantSource clock;
    private final Pause pause;
    private final WhenOver whenOver;
    private final StreamCallers callers = new StreamCallers();
    private final AtomicLong dropped = new AtomicLong();

    private final CountDownLatch joined = new CountDownLatch(1);

    /// Counts how often somebody wanted the stream to begin anew.
    private final AtomicInteger renewals = new AtomicInteger();

    private volatile RunState state;
    private volatile String trouble = "";
    private volatile boolean stopped;
    private @Nullable Thread thread;
    private int emptyChecks; // of the checking thread and of subscribers, under this

    StreamRun(
            OrgChannel channel,
            StreamSource source,
            StreamCaller first,
            StreamOutput output,
            InstantSource clock,
            Pause pause,
            WhenOver whenOver) {
        this.channel = channel;
        this.source = source;
        this.output = output;
        this.clock = clock;
        this.state = new RunState(false, clock.instant(), 0, 0, "", false, "");
        this.pause = pause;
        this.whenOver = whenOver;
        callers.joined(first);
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
        var end = End.STOPPED;
        try {
            if (before != null) {
                before.awaitEnd(patience);
            }
            awaitSubscriber();
            end = runUntilOver();
        } finally {
            whenOver.over(this, end);
        }
    }

    /// Whoever was allowed to subscribe joins the channel next, unless the connection is lost.
    private void awaitSubscriber() {
        try {
            boolean _ = joined.await(JOINING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Stopped, or to begin anew: seen below.
        }
    }

    /// A subscriber has joined the channel: what is sent from now on reaches it.
    void joined() {
        joined.countDown();
    }

    private End runUntilOver() {
        var delay = new RestartDelay();
        while (true) {
            int renewal = renewals.get();
            // Who interrupts us raises a flag first, so nothing is lost here.
            boolean _ = Thread.interrupted();
            if (stopped) {
                return End.STOPPED;
            }
            StreamRequest request;
            try {
                request = callers.request();
            } catch (SourceException e) {
                LOG.info("stream {} has nobody left: {}", channel.canonical(), e.getMessage());
                return end(End.NOT_ALLOWED);
            }
            var begun = clock.instant();
            state = running(begun);
            try {
                source.runStream(request, this);
                if (renewals.get() == renewal) {
                    return end(End.OVER);
                }
            } catch (InterruptedException e) {
                // Stopped, or to begin anew: seen above.
            } catch (Throwable e) { // A class that a source's jar lacks is an Error.
                failed(e, renewal, begun, delay);
            }
        }
    }

    private RunState running(Instant begun) {
        return new RunState(
                true, begun, state.restarts(), 0, state.lastError(), state.forPeople(), "");
    }

    /// From now on a subscriber needs a new run.
    private synchronized End end(End reason) {
        if (stopped) {
            return End.STOPPED;
        }
        stopped = true;
        if (reason == End.OVER) {
            LOG.info("stream {} has ended", channel.canonical());
        }
        return reason;
    }

    /// What a source throws when it is told to stop or to begin anew is no failure.
    private void failed(Throwable e, int renewal, Instant begun, RestartDelay delays) {
        if (stopped || renewals.get() != renewal) {
            return;
        }
        trouble = "";
        boolean forPeople = e instanceof SourceException;
        var delay = delays.after(Duration.between(begun, clock.instant()));
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        state =
                new RunState(
                        false, clock.instant(), state.restarts() + 1, 0, reason, forPeople, "");
        LOG.warn(
                "stream {} failed: {}; running it again in {} ms",
                channel.canonical(),
                reason,
                delay.toMillis(),
                state.restarts() == 1 && !forPeople ? e : null);
        try {
            pause.of(delay);
        } catch (InterruptedException interrupted) {
            // Stopped, or to begin anew without waiting.
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

    @Override
    public void send(History history) {
        boolean begun = stopped || output.begin(channel, history);
        count(begun);
        if (!begun) {
            failing(NO_ROOM);
        }
    }

    @Override
    public void failing(String reason) {
        trouble = reason;
    }

    private void count(boolean sent) {
        if (sent && !trouble.isEmpty()) {
            trouble = "";
        }
        if (!sent) {
            dropped.incrementAndGet();
        }
    }

    /// Another subscriber has come; false when the run is over already and a new one is needed.
    synchronized boolean keepGoing(StreamCaller caller) {
        emptyChecks = 0;
        if (!stopped) {
            callers.joined(caller);
        }
        return !stopped;
    }

    /// A subscription has ended.
    void left(String callerKey) {
        callers.left(callerKey);
    }

    /// Counts checks that found nobody; true once there were enough in a row, and the run is to be
    /// stopped.
    synchronized boolean isUnwatched(boolean nobody, int enough) {
        emptyChecks = nobody ? emptyChecks + 1 : 0;
        stopped |= emptyChecks >= enough;
        return stopped;
    }

    /// Looks whether the one in whose name the stream runs may still have it; if not it begins anew
    /// in the name of another.
    void recheckOwner() {
        if (callers.ownerIsOut()) {
            LOG.info(
                    "stream {} begins anew in the name of another subscriber", channel.canonical());
            renew();
        }
    }

    /// Cancels the present run and begins the next at once, with settings as they are then.
    void renew() {
        renewals.incrementAndGet();
        interrupt();
    }

    void stop() {
        stopped = true;
        interrupt();
    }

    private void interrupt() {
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
                now.running(),
                now.since(),
                now.restarts(),
                dropped.get(),
                now.lastError(),
                now.forPeople(),
                trouble);
    }
}
