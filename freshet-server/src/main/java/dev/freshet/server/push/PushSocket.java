package dev.freshet.server.push;

import dev.freshet.engine.transport.WebSocketFrames;
import dev.freshet.engine.transport.WebSocketListener;
import dev.freshet.engine.transport.WebSocketUpgrade;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.http.SocketRequest;
import dev.freshet.server.managedstream.PushOutcome;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.Unexpected;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket on which each message, text or binary, is a batch of line protocol.
///
/// Belongs to its event loop. One batch at a time: while one is converted elsewhere or waits for
/// room, nothing is read. A bad batch is logged and skipped. Nothing is sent but pings, which
/// agents need to see and must answer.
final class PushSocket implements WebSocketListener {
    static final int MAX_MESSAGE = 1 << 20;
    static final Duration PING = Duration.ofSeconds(25);
    static final Duration PONG_DEADLINE = Duration.ofMillis(27_800);

    private static final Logger LOG = LoggerFactory.getLogger(PushSocket.class);
    private static final int SMALL_MESSAGE = 16 * 1024;
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;

    private final SocketRequest request;
    private final SignedInUser user;
    private final PushParameters.Read parameters;
    private final LinePush push;
    private final PushLog log;
    private final Executor virtualThreads;
    private final ScheduledExecutorService loop;
    private @Nullable WebSocketFrames frames;
    private @Nullable Future<?> pings;
    private @Nullable Future<?> pongDeadline;

    PushSocket(
            SocketRequest request,
            PushParameters.Read parameters,
            LinePush push,
            PushLog log,
            Executor virtualThreads) {
        this.request = request;
        this.user = request.user();
        this.parameters = parameters;
        this.push = push;
        this.log = log;
        this.virtualThreads = virtualThreads;
        this.loop = request.loop();
    }

    void accept(WebSocketUpgrade engine) {
        frames = request.acceptPlain(engine, MAX_MESSAGE, this);
        if (parameters instanceof PushParameters.Read.Wrong(Problem problem)) {
            log.notStored(
                    user, request.request().parameter(PushParameters.STREAM_ID), problem.message());
            frames().close(POLICY_VIOLATION, problem.message());
            return;
        }
        pings =
                loop.scheduleWithFixedDelay(
                        () -> frames().ping(),
                        PING.toMillis(),
                        PING.toMillis(),
                        TimeUnit.MILLISECONDS);
        awaitPong();
    }

    @Override
    public void onPong() {
        awaitPong();
    }

    private void awaitPong() {
        cancel(pongDeadline);
        pongDeadline =
                loop.schedule(
                        () -> frames().close(POLICY_VIOLATION, "no pong came for 27.8 s"),
                        PONG_DEADLINE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void onMessage(byte[] buffer, int offset, int length, boolean text) {
        if (!(parameters instanceof PushParameters.Read.Fine(PushParameters fine))) {
            return;
        }
        frames().pauseReading();
        if (length <= SMALL_MESSAGE) {
            convert(fine, buffer, offset, length);
            return;
        }
        var copy = Arrays.copyOfRange(buffer, offset, offset + length);
        virtualThreads.execute(() -> convert(fine, copy, 0, copy.length));
    }

    /// Runs on the loop or on a virtual thread; what follows is back on the loop.
    private void convert(PushParameters fine, byte[] lines, int offset, int length) {
        try {
            var options = push.options(fine.format(), fine.streamId()).withPartial(fine.partial());
            push.push(user.orgId(), fine.streamId(), lines, offset, length, options)
                    .whenComplete(
                            (taken, failure) -> loop.execute(() -> taken(fine, taken, failure)));
        } catch (RuntimeException e) {
            loop.execute(() -> taken(fine, null, e));
        }
    }

    private void taken(
            PushParameters fine, LinePush.@Nullable Taken taken, @Nullable Throwable failure) {
        switch (taken) {
            case null -> {
                var problem =
                        Unexpected.problem(LOG, "push socket", Objects.requireNonNull(failure));
                frames().close(WebSocketFrames.INTERNAL_ERROR, problem.message());
            }
            case LinePush.Taken.Stored stored when stored.lines().badLines() > 0 ->
                    PushApi.reportBadLines(log, user, fine.streamId(), stored.lines());
            case LinePush.Taken.Stored _ -> {}
            case LinePush.Taken.Refused(LineError error) ->
                    log.badLine(user, fine.streamId(), error, "the message was skipped");
            case LinePush.Taken.NotStored(PushOutcome reason) -> notStored(fine, reason);
        }
        frames().resumeReading();
    }

    /// Only a closed socket makes an agent send again what was not stored.
    private void notStored(PushParameters fine, PushOutcome reason) {
        var problem = PushRefusals.notStored(reason);
        log.notStored(user, fine.streamId(), problem.message());
        frames().close(TRY_AGAIN_LATER, problem.message());
    }

    @Override
    public void onTooLong(long bytes, int limit) {
        LOG.warn(
                "push socket of {} at {} sent a message of {} bytes; at most {} are possible, use a"
                        + " smaller metric_batch_size",
                user.login(),
                frames().remoteAddress(),
                bytes,
                limit);
    }

    @Override
    public void onClosed() {
        cancel(pings);
        cancel(pongDeadline);
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private WebSocketFrames frames() {
        return Objects.requireNonNull(frames);
    }
}
