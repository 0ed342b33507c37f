package dev.freshet.server.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Who is subscribed to what, over all loops. Any thread.
final class Subscriptions {
    private final LongSupplier clock;
    private final AtomicIntegerArray perChannel;
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicLong lastReady = new AtomicLong();
    private final Endings refused = new Endings();
    private final Endings closed = new Endings();

    Subscriptions(int channels, LongSupplier clock) {
        this.perChannel = new AtomicIntegerArray(channels);
        this.clock = clock;
    }

    void ready(int channel) {
        perChannel.incrementAndGet(channel);
        ready.incrementAndGet();
        lastReady.accumulateAndGet(clock.getAsLong(), Math::max);
    }

    void refused(String how) {
        refused.count(how);
    }

    void closed(String how) {
        closed.count(how);
    }

    /// How many got as far as a subscription; those that were closed since are among them, because
    /// what they miss is lost.
    int ready() {
        return ready.get();
    }

    /// Those that are still open.
    long open() {
        return ready.get() - closed.total();
    }

    int of(int channel) {
        return perChannel.get(channel);
    }

    /// When the last one was subscribed, nanoseconds.
    long lastReady() {
        return lastReady.get();
    }

    /// Connections that never got a subscription, by the reason.
    Endings refusals() {
        return refused;
    }

    /// Subscribed connections that ended, by close code and reason.
    Endings closures() {
        return closed;
    }
}
