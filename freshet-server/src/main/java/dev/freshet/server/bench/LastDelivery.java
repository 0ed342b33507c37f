package dev.freshet.server.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Watches for the last delivery: all that were expected, or nothing more for a while.
final class LastDelivery {
    private static final long LONGEST_SILENCE = Duration.ofSeconds(2).toNanos();

    private final Reception reception;
    private final LongSupplier clock;
    private long deliveries = -1;
    private long time;

    LastDelivery(Reception reception, LongSupplier clock) {
        this.reception = reception;
        this.clock = clock;
    }

    /// Looks; true when so many have come or there is no hope for more.
    boolean isSeen(long expected) {
        long now = clock.getAsLong();
        long current = reception.deliveries();
        if (current != deliveries) {
            deliveries = current;
            time = now;
        }
        return current >= expected || now - time > LONGEST_SILENCE;
    }

    /// When the newest delivery was first seen.
    long time() {
        return time;
    }
}
