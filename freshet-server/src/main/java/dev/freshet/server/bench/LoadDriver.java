package dev.freshet.server.bench;

import dev.freshet.engine.transport.EventLoops;
import dev.freshet.server.bench.Recovery.Position;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Puts a load on a server and measures: connects once, then any number of measured stretches.
///
/// All methods are for one thread, which they block; the connections live on event loops of their
/// own until [#close].
final class LoadDriver implements AutoCloseable {
    private static final Duration LONGEST_CONNECTING = Duration.ofMinutes(2);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final LoadPlan plan;
    private final @Nullable ServerProcess server;
    private final Progress progress;
    private final Waiting waiting;
    private final LongSupplier clock;
    private final EventLoops loops;
    private final List<Dialer> dialers;
    private final Audience audience;
    private final Reception reception;
    private final Publishers publishers;

    /// Starts the loops; nothing is sent yet.
    ///
    /// @param server null when its CPU and memory cannot be read
    /// @param interrupted ends every wait early
    LoadDriver(
            Target target,
            LoadPlan plan,
            @Nullable ServerProcess server,
            Progress progress,
            BooleanSupplier interrupted) {
        this.plan = plan;
        this.server = server;
        this.progress = progress;
        this.waiting = new Waiting(interrupted);
        waiting.everySecond(progress::tick);
        long origin = System.nanoTime();
        this.clock = () -> System.nanoTime() - origin;
        this.loops = EventLoops.start(plan.loops() + 1);
        var channelType = Dialer.channelType(loops.isNative());
        this.dialers =
                StreamSupport.stream(loops.group().spliterator(), false)
                        .map(loop -> new Dialer(target, (EventLoop) loop, channelType))
                        .toList();
        this.audience = new Audience(plan, server, dialers.subList(1, dialers.size()), clock);
        this.reception = audience.reception();
        this.publishers = new Publishers(plan, dialers.getFirst(), audience.subscriptions(), clock);
        progress.watch(reception);
    }

    /// Does something every second from now on, on the thread that waits.
    void everySecond(Runnable action) {
        waiting.everySecond(action);
    }

    /// Lets connections come and go beside the load until the end.
    Visitors churn(int perSecond) {
        var visitors = new Visitors(plan, dialers.getLast(), perSecond);
        visitors.start();
        return visitors;
    }

    /// Opens all subscribers and waits until each has its subscription or was refused.
    Connected connect() {
        progress.phase("connecting");
        audience.open(null);
        waiting.until(audience::isSettled, LONGEST_CONNECTING);
        return audience.connected();
    }

    /// Asks the server for the positions of all channels.
    ///
    /// @throws LoadFailure when they have none
    List<Position> positions() {
        progress.phase("visiting");
        return answered(audience.readPositions(), "the first visitor was not answered");
    }

    /// Publishes so many times in every channel, without measuring.
    ///
    /// @throws LoadFailure when the server does not take all of it
    void publishToEach(int times) {
        progress.phase("publishing");
        long number = (long) times * plan.channels();
        var round = PublishingRound.of(number, LONGEST_CONNECTING, clock);
        publish(round, () -> false, LONGEST_CONNECTING);
        if (round.accepted() < number && !waiting.isInterrupted()) {
            throw new LoadFailure(
                    round.accepted()
                            + " of "
                            + number
                            + " publications were taken; the others: "
                            + round.refusals().toMap());
        }
    }

    /// Opens the publishing connections, if any are needed, after the pause that the plan wants.
    ///
    /// @throws LoadFailure when one cannot be opened
    void preparePublishing() {
        progress.phase("settling");
        waiting.pass(plan.settle());
        if (plan.publishes()) {
            answered(publishers.open(), "the publishers' connections were not answered");
        }
    }

    private <T extends @Nullable Object> T answered(CompletableFuture<T> answer, String otherwise) {
        waiting.until(answer::isDone, LONGEST_ANSWER);
        if (answer.isCompletedExceptionally()) {
            throw (LoadFailure) answer.exceptionNow();
        }
        if (!answer.isDone()) {
            throw new LoadFailure(
                    waiting.isInterrupted() ? "interrupted" : otherwise + " within 10 s");
        }
        return answer.resultNow();
    }

    /// Publishes without measuring, until all is delivered.
    void warmUp(double rate, Duration time) {
        if (rate != 0 && !time.isZero()) {
            progress.phase("warming up");
            reception.forgetLatency();
            publish(new PublishingRound(rate, time, clock), () -> false, time);
        }
    }

    /// Publishes, or idles when the rate is 0, and says what was seen.
    Measurement measure(double rate, Duration time) {
        return measure(rate, time, () -> false);
    }

    /// Publishes while the subscribers of another driver come back, and says what was seen here.
    Measurement measureWhile(double rate, LoadDriver others, Recovery missed) {
        others.progress.phase("recovering");
        waiting.everySecond(others.progress::tick);
        others.audience.open(missed);
        return measure(rate, LONGEST_CONNECTING, others.audience::isSettled);
    }

    /// What has come of the connecting that others measured.
    Connected connected() {
        return audience.connected();
    }

    private Measurement measure(double rate, Duration time, BooleanSupplier enough) {
        progress.phase(rate == 0 ? "idle" : "measuring");
        reception.forgetLatency();
        long withoutTime = reception.withoutTime();
        long deliveries = reception.deliveries();
        long start = clock.getAsLong();
        var meter = new CpuMeter(server);
        PublishingRound round = null;
        long end;
        if (rate == 0) {
            waiting.until(enough, time);
            end = clock.getAsLong();
        } else {
            round = new PublishingRound(rate, time, clock);
            end = publish(round, enough, time);
        }
        return new Measurement(
                round,
                reception.deliveries() - deliveries,
                (end - start) / 1e9,
                reception.latency(),
                reception.withoutTime() - withoutTime,
                reception.pings(),
                reception.subscriptions().closures().toMap(),
                meter.read());
    }

    /// Publishes until the round is done or it is enough, and waits for the deliveries.
    ///
    /// @return when the last one came, on the driver's clock
    private long publish(PublishingRound round, BooleanSupplier enough, Duration time) {
        long before = reception.deliveries();
        publishers.start(round);
        waiting.until(() -> round.isDone() || enough.getAsBoolean(), time.plus(time.dividedBy(4)));
        if (!round.isDone()) {
            publishers.stop(round);
            waiting.finish(round::isDone, LONGEST_ANSWER);
        }
        progress.phase("draining");
        var last = new LastDelivery(reception, clock);
        waiting.finish(() -> last.isSeen(before + round.expected()), plan.drain());
        return last.time();
    }

    /// Closes every connection and ends the loops.
    @Override
    public void close() {
        dialers.getFirst().loop().execute(publishers::close);
        audience.leave();
        loops.close(CLOSING);
        audience.close();
    }
}
