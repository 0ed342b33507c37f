package dev.freshet.engine.broker;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// How many publications without a position are being announced past the logs now, by channel.
///
/// Whoever announces without a log begins here first and looks for the log second; whoever appends
/// makes the log first and looks here second. So one of the two sees the other. Channels share
/// their counters, which may say too many and never too few. Any thread.
final class LooseAnnouncements {
    private static final int COUNTERS = 64;

    /// In integers: a counter has two cache lines of its own.
    private static final int DISTANCE = 32;

    private final AtomicIntegerArray underWay = new AtomicIntegerArray(COUNTERS * DISTANCE);

    void begin(String channel) {
        underWay.incrementAndGet(counter(channel));
        // A map's look-up is weaker than volatile, and must not come first.
        VarHandle.fullFence();
    }

    void end(String channel) {
        underWay.decrementAndGet(counter(channel));
    }

    /// True when one in the channel, or in another of its counter, may have begun without a log and
    /// not ended.
    boolean isAnyIn(String channel) {
        VarHandle.fullFence();
        return underWay.get(counter(channel)) != 0;
    }

    private static int counter(String channel) {
        int hash = channel.hashCode();
        return ((hash ^ (hash >>> 16)) & (COUNTERS - 1)) * DISTANCE;
    }
}
