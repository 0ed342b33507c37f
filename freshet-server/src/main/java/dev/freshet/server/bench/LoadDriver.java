package dev.freshet.server.bench;

import dev.freshet.engine.transport.EventLoops;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
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
    private final List<LoopBuffer> buffers = new ArrayList<>();
    private final List<SubscriberLoop> subscribers = new ArrayList<>();
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
        var subscriptions = new Subscriptions(plan.channels(), clock);
        var arrivals = new ArrayList<Arrivals>();
        for (var dialer : dialers.subList(1, dialers.size())) {
            var buffer = new LoopBuffer();
            var counted = new Arrivals(clock, plan.sampleEvery());
            buffers.add(buffer);
            arrivals.add(counted);
            subscribers.add(
                    new SubscriberLoop(plan, dialer.readingInto(buffer), counted, subscriptions));
        }
        this.reception = new Reception(List.copyOf(arrivals), subscriptions);
        this.publishers = new Publishers(plan, dialers.getFirst(), subscriptions, clock);
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
        var meter = new CpuMeter(server);
        long start = clock.getAsLong();
        for (int i = 0; i < subscribers.size(); i++) {
            var loop = subscribers.get(i);
            var channels = channelsOfLoop(i);
            dialers.get(i + 1).loop().execute(() -> loop.open(channels));
        }
        var subscriptions = reception.subscriptions();
        waiting.until(
                () ->
                        subscriptions.ready() + subscriptions.refusals().total()
                                >= plan.connections(),
                LONGEST_CONNECTING);
        double seconds = Math.max(0, subscriptions.lastReady() - start) / 1e9;
        return new Connected(
                plan.connections(),
                subscriptions.ready(),
                seconds,
                subscriptions.refusals().toMap(),
                meter.read());
    }

    private List<Integer> channelsOfLoop(int loop) {
        return IntStream.range(0, plan.connections())
                .filter(i -> i % plan.loops() == loop)
                .map(i -> i % plan.channels())
                .boxed()
                .toList();
    }

    /// Opens the publishing connections, if any are needed, after the pause that the plan wants.
    ///
    /// @throws LoadFailure when one cannot be opened
    void preparePublishing() {
        progress.phase("settling");
        waiting.pass(plan.settle());
        if (!plan.publishes()) {
            return;
        }
        var opened = publishers.open();
        boolean answered = waiting.until(opened::isDone, LONGEST_ANSWER);
        if (opened.isCompletedExceptionally()) {
            throw (LoadFailure) opened.exceptionNow();
        }
        if (!answered && !waiting.isInterrupted()) {
            throw new LoadFailure("the publishers' connections were not answered within 10 s");
        }
    }

    /// Publishes without measuring, until all is delivered.
    void warmUp(double rate, Duration time) {
        if (rate != 0 && !time.isZero()) {
            progress.phase("warming up");
            reception.forgetLatency();
            publish(rate, time);
        }
    }

    /// Publishes, or idles when the rate is 0, and says what was seen.
    Measurement measure(double rate, Duration time) {
        progress.phase(rate == 0 ? "idle" : "measuring");
        reception.forgetLatency();
        long withoutTime = reception.withoutTime();
        long deliveries = reception.deliveries();
        long start = clock.getAsLong();
        var meter = new CpuMeter(server);
        PublishingRound round = null;
        long end;
        if (rate == 0) {
            waiting.pass(time);
            end = clock.getAsLong();
        } else {
            var published = publish(rate, time);
            round = published.round();
            end = published.lastDelivery();
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

    private Published publish(double rate, Duration time) {
        long before = reception.deliveries();
        var round = publishers.start(rate, time);
        if (!waiting.until(round::isDone, time.plus(time.dividedBy(4)))) {
            publishers.stop(round);
            waiting.finish(round::isDone, LONGEST_ANSWER);
        }
        progress.phase("draining");
        var last = new LastDelivery(reception, clock);
        waiting.finish(() -> last.isSeen(before + round.expected()), plan.drain());
        return new Published(round, last.time());
    }

    /// @param lastDelivery when it came, on the driver's clock
    private record Published(PublishingRound round, long lastDelivery) {}

    /// Closes every connection and ends the loops.
    @Override
    public void close() {
        dialers.getFirst().loop().execute(publishers::close);
        for (int i = 0; i < subscribers.size(); i++) {
            dialers.get(i + 1).loop().execute(subscribers.get(i)::close);
        }
        loops.close(CLOSING);
        buffers.forEach(LoopBuffer::close);
    }
}
