package dev.freshet.server.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A stretch of publishing at one rate: its schedule and what came of it.
///
/// The publishing loop writes, any thread may read and [#stop].
final class PublishingRound {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int NANOS_PER_MICRO = 1000;
    private static final int MAX_FAILURES = 100;

    private final double rate;
    private final long most;
    private final long duration;
    private final LongSupplier clock;
    private final long start;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final Histogram times = new Histogram();
    private final Endings refusals = new Endings();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long begun;
    private long underWay;
    private volatile long end;
    private volatile boolean stopped;

    /// @param rate publications per second; below 0 for as many as possible
    PublishingRound(double rate, Duration duration, LongSupplier clock) {
        this(
                rate,
                rate < 0 ? Long.MAX_VALUE : (long) (rate * duration.toNanos() / SECOND),
                duration,
                clock);
    }

    /// So many publications, as fast as possible.
    static PublishingRound of(long number, Duration longest, LongSupplier clock) {
        return new PublishingRound(-1, number, longest, clock);
    }

    private PublishingRound(double rate, long most, Duration duration, LongSupplier clock) {
        this.rate = rate;
        this.most = most;
        this.duration = duration.toNanos();
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /// Nanoseconds until the next publication is due: 0 when it is now, negative when there is none
    /// any more.
    long untilNext() {
        long passed = clock.getAsLong() - start;
        if (stopped || refusals.total() >= MAX_FAILURES || passed >= longest() || begun >= most) {
            return -1;
        }
        if (rate < 0) {
            return 0;
        }
        long due = (long) (begun * (double) SECOND / rate);
        if (passed > due) {
            late.setRelease(Math.max(late.getPlain(), passed - due));
        }
        return Math.max(0, due - passed);
    }

    /// A server that cannot take the rate must not prolong the round much.
    private long longest() {
        return rate < 0 ? duration : duration + duration / 4;
    }

    void begin() {
        begun++;
        underWay++;
    }

    /// The server took it.
    ///
    /// @param subscribers how many deliveries it should make
    void accepted(int subscribers, long nanos) {
        accepted.setRelease(accepted.getPlain() + 1);
        expected.setRelease(expected.getPlain() + subscribers);
        times.record(nanos / NANOS_PER_MICRO);
        underWay--;
    }

    void refused(String how) {
        refusals.count(how);
        underWay--;
    }

    /// Ends the round when nothing is due and nothing under way.
    void finishWhenQuiet() {
        if (underWay == 0 && !done.isDone()) {
            end = clock.getAsLong();
            done.complete(null);
        }
    }

    /// Begins no more publications.
    void stop() {
        stopped = true;
    }

    double rate() {
        return rate;
    }

    boolean isDone() {
        return done.isDone();
    }

    CompletableFuture<Void> done() {
        return done;
    }

    long accepted() {
        return accepted.getAcquire();
    }

    /// Deliveries that the accepted publications should make.
    long expected() {
        return expected.getAcquire();
    }

    Endings refusals() {
        return refusals;
    }

    /// How far behind its schedule a publication was begun at worst, nanoseconds.
    long mostLate() {
        return late.getAcquire();
    }

    /// From the request to its answer, microseconds.
    Histogram times() {
        return times;
    }

    /// How long it took, or has taken so far.
    double seconds() {
        long until = done.isDone() ? end : clock.getAsLong();
        return (until - start) / (double) SECOND;
    }
}
