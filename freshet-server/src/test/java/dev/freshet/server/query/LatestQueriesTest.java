package dev.freshet.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.polling.StreamQuery;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LatestQueriesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
    private static final KnownQuery QUERY =
            new KnownQuery(
                    "prom",
                    new StreamQuery(
                            Settings.query(Duration.ofSeconds(5), "{}"), Duration.ZERO, null));

    private final LatestQueries latest = new LatestQueries();

    /// Only their number was bounded: a Viewer could fill the memory with 10,000 queries of a
    /// megabyte each.
    @Test
    void theLongestUnusedGoWhenAllHaveTooManyBytes() {
        var first = new LatestQueries.Key(1, "first");
        var second = new LatestQueries.Key(1, "second");
        add(first, 4 << 20);
        add(second, 4 << 20);
        assertThat(latest.find(first)).isNotNull();

        add(new LatestQueries.Key(1, "third"), 1);

        assertThat(latest.find(second)).isNull();
        assertThat(latest.find(first)).isNotNull();
    }

    @Test
    void whatIsThereTwiceCountsOnce() {
        var key = new LatestQueries.Key(1, "same");
        var other = new LatestQueries.Key(1, "other");
        add(other, 1);
        for (int day = 0; day < 3; day++) {
            latest.isToBeWritten(key, QUERY, 4 << 20, NOW.plus(Duration.ofDays(day)));
        }

        assertThat(latest.find(other)).isNotNull();
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenTheNextTime() {
        var key = new LatestQueries.Key(1, "a");
        assertThat(latest.isToBeWritten(key, QUERY, 10, NOW)).isTrue();
        assertThat(latest.isToBeWritten(key, QUERY, 10, NOW)).isFalse();

        latest.wasNotWritten(key);

        assertThat(latest.isToBeWritten(key, QUERY, 10, NOW)).isTrue();
        assertThat(latest.isToBeWritten(key, QUERY, 10, NOW)).isFalse();
    }

    private void add(LatestQueries.Key key, int bytes) {
        assertThat(latest.isToBeWritten(key, QUERY, bytes, NOW)).isTrue();
    }
}
