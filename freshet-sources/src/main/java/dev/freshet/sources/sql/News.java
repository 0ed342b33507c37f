package dev.freshet.sources.sql;

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
    void asking() {
        if (channel != null) {
            answered = false;
            known = upstream.news(channel).count();
        }
    }

    /// The database has answered; until it does, news are no reason to ask it again.
    void answered() {
        answered = true;
    }

    void await(Duration interval) throws InterruptedException {
        if (channel == null || !answered) {
            Thread.sleep(interval);
            return;
        }
        long begin = System.nanoTime();
        upstream.news(channel).await(known, interval);
        long least = Math.min(LEAST.toNanos(), interval.toNanos());
        TimeUnit.NANOSECONDS.sleep(least - (System.nanoTime() - begin));
    }
}
