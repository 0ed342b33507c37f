package dev.freshet.server.bench;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What arrives at the connections of one event loop: every push counted, one in some looked into
/// for the time it was published at.
///
/// The loop counts, any thread may read.
final class Arrivals {
    private static final int NANOS_PER_MICRO = 1000;

    private final LongSupplier clock;
    private final int sampleEvery;
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong pings = new AtomicLong();
    private final AtomicLong withoutTime = new AtomicLong();
    private volatile Histogram latency = new Histogram();
    private int untilSample;

    /// @param clock the publishers' clock, nanoseconds
    /// @param sampleEvery looks into one push in this many
    Arrivals(LongSupplier clock, int sampleEvery) {
        this.clock = clock;
        this.sampleEvery = sampleEvery;
    }

    void push(ByteBuf bytes, int from, int to) {
        deliveries.setRelease(deliveries.getPlain() + 1);
        if (--untilSample <= 0) {
            untilSample = sampleEvery;
            sample(bytes, from, to);
        }
    }

    private void sample(ByteBuf bytes, int from, int to) {
        long published = PublicationText.timeIn(bytes, from, to);
        if (published < 0) {
            withoutTime.setRelease(withoutTime.getPlain() + 1);
        } else {
            latency.record((clock.getAsLong() - published) / NANOS_PER_MICRO);
        }
    }

    void ping() {
        pings.setRelease(pings.getPlain() + 1);
    }

    long deliveries() {
        return deliveries.getAcquire();
    }

    long pings() {
        return pings.getAcquire();
    }

    /// Pushes that somebody else published: they carry no time.
    long withoutTime() {
        return withoutTime.getAcquire();
    }

    Histogram latency() {
        return latency;
    }

    /// Begins a new histogram; any thread.
    void forgetLatency() {
        latency = new Histogram();
    }
}
