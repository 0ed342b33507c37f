package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What one query waits for between two times that it is asked. Thread-safe.
final class News {
    /// However often the database tells of news, it is not asked more often than this.
    private static final Duration LEAST = Duration.ofMillis(100);

    private final SqlUpstream upstream;
    private final @Nullable String channel;
    private volatile long known;
    private volatile boolean answered = true;

    News(SqlUpstream upstream, @Nullable String channel) {
        this.upstream = upstream;
        this.channel = channel;
    }

    /// The database is about to be asked: what it told so far is no news any more.
    ///
    /// @throws SourceException when it tells of too much else already
    void asking() throws SourceException {
        if (channel == null) {
            return;
        }
        answered = false;
        var listener = upstream.news(channel);
        if (listener == null) {
            throw new SourceException(
                    upstream.settings()
                            .named(
                                    "is listened to on %d channels of notifications already"
                                            .formatted(NewsListeners.MOST)),
                    "Name one channel in freshet.listen of several queries, or leave it out.");
        }
        known = listener.count();
    }

    /// The database has answered; until it does, news are no reason to ask it again.
    void answered() {
        answered = true;
    }

    void await(Duration interval) throws InterruptedException {
        var listener = channel == null || !answered ? null : upstream.news(channel);
        if (listener == null) {
            Thread.sleep(interval);
            return;
        }
        long begin = System.nanoTime();
        listener.await(known, interval);
        long least = Math.min(LEAST.toNanos(), interval.toNanos());
        TimeUnit.NANOSECONDS.sleep(least - (System.nanoTime() - begin));
    }
}
