package dev.freshet.server.bench;

import dev.freshet.server.bench.Recovery.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The subscribing connections of a load, over event loops of their own.
///
/// For the thread that runs the command; the connections belong to their loops.
final class Audience implements AutoCloseable {
    private final LoadPlan plan;
    private final @Nullable ServerProcess server;
    private final List<Dialer> dialers;
    private final LongSupplier clock;
    private final List<LoopBuffer> buffers = new ArrayList<>();
    private final List<SubscriberLoop> loops = new ArrayList<>();
    private final Reception reception;
    private @Nullable CpuMeter meter;
    private long start;

    /// @param server null when its CPU and memory cannot be read
    /// @param dialers one for each loop
    /// @param clock the publishers', nanoseconds
    Audience(
            LoadPlan plan,
            @Nullable ServerProcess server,
            List<Dialer> dialers,
            LongSupplier clock) {
        this.plan = plan;
        this.server = server;
        this.dialers = dialers;
        this.clock = clock;
        var subscriptions = new Subscriptions(plan.channels(), clock);
        var arrivals = new ArrayList<Arrivals>();
        for (var dialer : dialers) {
            var buffer = new LoopBuffer();
            var counted = new Arrivals(clock, plan.sampleEvery());
            buffers.add(buffer);
            arrivals.add(counted);
            loops.add(new SubscriberLoop(plan, dialer.readingInto(buffer), counted, subscriptions));
        }
        this.reception = new Reception(List.copyOf(arrivals), subscriptions);
    }

    Reception reception() {
        return reception;
    }

    Subscriptions subscriptions() {
        return reception.subscriptions();
    }

    /// Sends a first visitor for the positions of all channels.
    CompletableFuture<List<Position>> readPositions() {
        var reader = new PositionReader(plan);
        dialers.getFirst().loop().execute(() -> dialers.getFirst().openSocket(reader));
        return reader.done();
    }

    /// Opens all connections; nobody waits for them.
    ///
    /// @param missed what they ask for; null when they are new
    void open(@Nullable Recovery missed) {
        meter = new CpuMeter(server);
        start = clock.getAsLong();
        for (int i = 0; i < loops.size(); i++) {
            var loop = loops.get(i);
            var channels = channelsOfLoop(i);
            dialers.get(i).loop().execute(() -> loop.open(channels, missed));
        }
    }

    private List<Integer> channelsOfLoop(int loop) {
        return IntStream.range(0, plan.connections())
                .filter(i -> i % plan.loops() == loop)
                .map(i -> i % plan.channels())
                .boxed()
                .toList();
    }

    /// True when each has its subscription or was refused.
    boolean isSettled() {
        return subscriptions().ready() + subscriptions().refusals().total() >= plan.connections();
    }

    /// What has come of opening them until now.
    Connected connected() {
        if (meter == null) {
            throw new IllegalStateException("the connections were not opened");
        }
        return new Connected(
                plan.connections(),
                subscriptions().ready(),
                Math.max(0, subscriptions().lastReady() - start) / 1e9,
                subscriptions().refusals().toMap(),
                meter.read());
    }

    /// Closes every connection.
    void leave() {
        for (int i = 0; i < loops.size(); i++) {
            dialers.get(i).loop().execute(loops.get(i)::close);
        }
    }

    /// Gives the buffers back; the loops have ended.
    @Override
    public void close() {
        buffers.forEach(LoopBuffer::close);
    }
}
