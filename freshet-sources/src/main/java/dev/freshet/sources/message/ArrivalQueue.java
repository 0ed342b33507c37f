package dev.freshet.sources.message;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.UpstreamContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages that wait to be sent on. Any thread puts, and never waits; one thread takes.
///
/// Holds as many as one answer may have rows and bytes; when there are more, the oldest go.
public final class ArrivalQueue {
    /// The longest payload, in bytes.
    public static final int LONGEST_PAYLOAD = 1 << 20;

    private static final int BATCH = 1_000;
    private static final Duration GATHERING = Duration.ofMillis(50);

    private final int maxMessages;
    private final long maxBytes;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long lastTime;
    private int dropped;
    private int tooLong;
    private @Nullable SourceException failure;

    public ArrivalQueue(UpstreamContext context) {
        this.maxMessages = context.maxRows();
        this.maxBytes = context.maxBytes();
        this.clock = context.clock();
    }

    /// What came in a short while.
    ///
    /// @param dropped messages that had to go because too many waited
    /// @param tooLong messages that were longer than [#LONGEST_PAYLOAD]
    record Batch(List<Arrival> arrivals, int dropped, int tooLong) {}

    /// Adds a message that arrives now.
    ///
    /// @param payload belongs to the queue from now on
    public void put(String origin, byte[] payload) {
        lock.lock();
        try {
            if (payload.length > LONGEST_PAYLOAD) {
                tooLong++;
                changed.signal();
            } else {
                var arrival = new Arrival(nextTime(), origin, payload);
                waiting.add(arrival);
                waitingBytes += arrival.size();
                dropOldest();
                if (waiting.size() == 1 || waiting.size() == BATCH) {
                    changed.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Clocks are coarser than messages are frequent, and each keeps its place.
    private long nextTime() {
        lastTime = Math.max(lastTime + 1, nanos(clock.instant()));
        return lastTime;
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    private void dropOldest() {
        while (waiting.size() > maxMessages || (waiting.size() > 1 && waitingBytes > maxBytes)) {
            waitingBytes -= waiting.remove().size();
            dropped++;
        }
    }

    /// No more messages will come. The first reason counts.
    public void fail(SourceException why) {
        lock.lock();
        try {
            if (failure == null) {
                failure = why;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a message and, for a moment, for those that come with it; empty when there is none
    /// for so long.
    ///
    /// @throws SourceException what the queue failed with, when everything before was taken
    Batch take(Duration patience) throws SourceException, InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitFirst(patience);
            awaitMore();
            if (waiting.isEmpty() && tooLong == 0 && failure != null) {
                throw failure;
            }
            return batch();
        } finally {
            lock.unlock();
        }
    }

    private void awaitFirst(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        while (waiting.isEmpty() && tooLong == 0 && failure == null && nanos > 0) {
            nanos = changed.awaitNanos(nanos);
        }
    }

    private void awaitMore() throws InterruptedException {
        long nanos = waiting.isEmpty() ? 0 : GATHERING.toNanos();
        while (waiting.size() < BATCH && failure == null && nanos > 0) {
            nanos = changed.awaitNanos(nanos);
        }
    }

    private Batch batch() {
        var arrivals = new ArrayList<Arrival>(Math.min(BATCH, waiting.size()));
        while (arrivals.size() < BATCH && !waiting.isEmpty()) {
            var arrival = waiting.remove();
            waitingBytes -= arrival.size();
            arrivals.add(arrival);
        }
        var batch = new Batch(arrivals, dropped, tooLong);
        dropped = 0;
        tooLong = 0;
        return batch;
    }
}
