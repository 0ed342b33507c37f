package dev.freshet.sources.polling;

import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamCosts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A channel whose data source tells by itself what is new.
final class SubscribedChannel implements LiveChannel {
    private static final Logger LOG = LoggerFactory.getLogger(SubscribedChannel.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN = Duration.ofMinutes(2);

    private final SubscribedQuery query;
    private final Duration range;
    private final int keptRows;
    private final UpstreamCosts costs;
    private final InstantSource clock;
    private final ReentrantLock beginning = new ReentrantLock();
    private boolean begun;
    private boolean hasStream;
    private boolean running;
    private Instant wanted;
    private @Nullable Instant after;

    SubscribedChannel(
            SubscribedQuery query,
            Duration range,
            int keptRows,
            UpstreamCosts costs,
            InstantSource clock) {
        this.query = query;
        this.range = range;
        this.keptRows = keptRows;
        this.costs = costs;
        this.clock = clock;
        this.wanted = clock.instant();
    }

    @Override
    public @Nullable History begin() throws SourceException, InterruptedException {
        beginning.lockInterruptibly();
        try {
            var now = clock.instant();
            if (!running && now.isAfter(wanted.plus(PATIENCE))) {
                begun = false; // nobody has run what was begun then, so its history is lost
                hasStream = false;
            }
            wanted = now;
            if (begun) {
                return null;
            }
            var rows = counted(new TimeRange(now.minus(range), now));
            if (Thread.interrupted()) {
                throw new InterruptedException(); // nobody waits for them any more
            }
            after = rows == null ? null : now;
            begun = true;
            if (rows == null && hasStream) {
                return null; // what was sent before the connection was lost stays
            }
            hasStream = true;
            return new History(rows == null ? Frame.of("", List.of()) : rows, range, keptRows);
        } finally {
            beginning.unlock();
        }
    }

    private @Nullable Frame counted(TimeRange wanted) throws SourceException, InterruptedException {
        long started = System.nanoTime();
        boolean failed = true;
        try {
            var rows = query.history(wanted);
            failed = false;
            costs.got(rows == null ? 0 : rows.rows(), 0, 0);
            return rows;
        } finally {
            costs.asked(Duration.ofNanos(System.nanoTime() - started), failed);
        }
    }

    /// Goes on after refusals too, with the same pauses: what a broker allows can change at any
    /// time, and wrong passwords that come fast lock accounts.
    @Override
    public void run(StreamSender sender) throws InterruptedException {
        var pause = FIRST_PAUSE;
        try {
            runs(true);
            while (true) {
                var started = clock.instant();
                try {
                    var history = begin();
                    if (history != null) {
                        sender.send(history);
                    }
                    query.run(after, sender);
                    return;
                } catch (SourceException e) {
                    if (pause.equals(FIRST_PAUSE)) {
                        LOG.warn("stream \"{}\" failed: {}", query.identity(), e.getMessage());
                    }
                    sender.failing((e.getMessage() + " " + e.hint()).strip());
                }
                beginsAnew();
                if (Duration.between(started, clock.instant()).compareTo(LONGEST_PAUSE) > 0) {
                    pause = FIRST_PAUSE;
                }
                double luck = 0.75 + ThreadLocalRandom.current().nextDouble() / 2;
                Thread.sleep(Duration.ofMillis((long) (pause.toMillis() * luck)));
                var longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            }
        } finally {
            close();
        }
    }

    private void runs(boolean now) {
        beginning.lock();
        try {
            running = now;
        } finally {
            beginning.unlock();
        }
    }

    /// It begins with the history again: what was sent of it is known to who keeps the stream.
    private void beginsAnew() {
        beginning.lock();
        try {
            begun = false;
        } finally {
            beginning.unlock();
        }
    }

    @Override
    public void close() {
        runs(false);
        beginsAnew();
    }

    /// Nothing is open while it does not run.
    @Override
    public void retire() {}

    @Override
    public boolean isUnused(Instant now) {
        if (!beginning.tryLock()) {
            return false; // somebody is asking for it
        }
        try {
            return !running && now.isAfter(wanted.plus(FORGOTTEN));
        } finally {
            beginning.unlock();
        }
    }
}
