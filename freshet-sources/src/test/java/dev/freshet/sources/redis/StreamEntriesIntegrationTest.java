package dev.freshet.sources.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.RunningQuery;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import io.lettuce.core.XAddArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads streams of a real Redis. Ids are given, so that nothing depends on when the test runs.
class StreamEntriesIntegrationTest {
    private static final Instant END = Instant.ofEpochMilli(10_000);
    private static final TimeRange RANGE = new TimeRange(Instant.ofEpochMilli(5_000), END);

    @TempDir private static Path folder;
    private static RedisProcess redis;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisProcess.start(folder);
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void historyHasTheEntriesOfTheRange() throws Exception {
        for (var id : List.of("4999-7", "5000-0", "5000-1", "9999-3", "10000-0")) {
            add(redis, "range", id, "x", id);
        }

        var frame = history("range", RANGE);

        assertThat(Frames.texts(List.of(frame)))
                .containsExactly("x=5000-0", "x=5000-1", "x=9999-3");
        assertThat(Frames.times(frame))
                .containsExactly(5_000_000_000L, 5_000_000_001L, 9_999_000_003L);
    }

    /// A page of 500 entries was read as a whole, however large they were.
    @Test
    void largeEntriesAreReadUpToTheLimit() throws Exception {
        for (int i = 0; i < 40; i++) {
            add(redis, "large", (6000 + i) + "-0", "x", "x".repeat(300_000));
        }

        assertThat(history("large", RANGE).rows()).isBetween(20, 36);
    }

    @Test
    void fieldsAreNumbersWhenAllValuesAre() throws Exception {
        add(redis, "types", "6000-0", "n", "1", "mixed", "1", "text", "a");
        add(redis, "types", "6000-1", "n", "2.5", "mixed", "b");

        assertThat(Frames.texts(List.of(history("types", RANGE))))
                .containsExactly("n=1.0 mixed=1 text=a", "n=2.5 mixed=b");
        assertThat(Frames.texts(List.of(history("types", RANGE, ",\"fields\":[\"n\"]"))))
                .containsExactly("n=1.0", "n=2.5");
    }

    @Test
    void liveFollowsHistoryWithoutGapOrRepeatThoughClocksDiffer() throws Exception {
        add(redis, "live", "6000-0", "n", "0");
        add(redis, "live", "6000-1", "n", "1");
        add(redis, "live", "10000-0", "n", "2"); // Redis' clock is ahead
        add(redis, "behind", "6000-0", "n", "0");
        try (var upstream = redis.open()) {
            var query = RedisProcess.prepare(upstream, stream("live"));
            assertThat(query.history(RANGE)).satisfies(it -> assertThat(it.rows()).isEqualTo(2));
            try (var running = new RunningQuery(query, END)) {
                assertThat(running.awaitRows(1)).containsExactly("n=2.0");
                add(redis, "live", "10000-1", "n", "3");
                assertThat(running.awaitRows(2)).containsExactly("n=2.0", "n=3.0");
            }
            var behind = RedisProcess.prepare(upstream, stream("behind"));
            behind.history(RANGE);
            add(redis, "behind", "6000-1", "n", "1"); // Redis' clock is behind
            try (var running = new RunningQuery(behind, END)) {
                assertThat(running.awaitRows(1)).containsExactly("n=1.0");
            }
        }
    }

    @Test
    void missingStreamIsEmptyUntilItAppears() throws Exception {
        try (var upstream = redis.open()) {
            var query = RedisProcess.prepare(upstream, stream("later"));
            assertThat(query.history(RANGE)).satisfies(it -> assertThat(it.rows()).isZero());
            try (var running = new RunningQuery(query, END)) {
                add(redis, "later", "11000-0", "n", "1");
                assertThat(running.awaitRows(1)).containsExactly("n=1.0");
            }
        }
    }

    @Test
    void wrongTypeIsForGoodInTheWordsOfRedis() throws Exception {
        redis.run(it -> it.set("text", "x"));

        assertThatThrownBy(() -> history("text", RANGE))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageStartingWith("Data source \"Test\" refused the query: WRONGTYPE ");
    }

    @Test
    void historyIsBoundedToTheNewestRows() throws Exception {
        add("long", 1_200);

        var context = Settings.context(Duration.ofSeconds(20), 1_100, 10_000_000);
        try (var upstream = new RedisType().open(redis.dataSource(), context)) {
            var frame = RedisProcess.prepare(upstream, stream("long")).history(RANGE);

            assertThat(frame)
                    .satisfies(it -> {
                        assertThat(it.rows()).isEqualTo(1_100);
                        assertThat(Frames.values(it, 1)[0]).isEqualTo(100);
                        assertThat(Frames.values(it, 1)[1_099]).isEqualTo(1_199);
                    });
        }
    }

    @Test
    void burstArrivesCompleteAndInOrder() throws Exception {
        try (var upstream = redis.open();
                var running = RedisProcess.run(upstream, RANGE.from(), stream("burst"))) {
            add("burst", 10_000);

            assertThat(running.awaitRows(10_000))
                    .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> "n=" + i + ".0").toList());
        }
    }

    @Test
    void nothingIsLostOrRepeatedOverAKill(@TempDir Path own) throws Exception {
        try (var mortal = RedisProcess.start(own);
                var upstream = mortal.open()) {
            add(mortal, "a", "6000-0", "n", "0");
            var query = RedisProcess.prepare(upstream, stream("a"));
            query.history(RANGE);
            try (var running = new RunningQuery(query, END)) {
                add(mortal, "a", "6000-1", "n", "1");
                assertThat(running.awaitRows(1)).containsExactly("n=1.0");
                mortal.process().kill();
                assertThat(running.awaitFailure()).isInstanceOf(UpstreamUnavailable.class);
            }
            assertThatThrownBy(() -> query.history(RANGE)).isInstanceOf(UpstreamUnavailable.class);
            mortal.process().restart();
            add(mortal, "a", "6000-2", "n", "2");
            var history = query.history(RANGE);
            assertThat(Frames.texts(List.of(Objects.requireNonNull(history))))
                    .containsExactly("n=0.0", "n=1.0", "n=2.0");
            try (var running = new RunningQuery(query, END)) {
                add(mortal, "a", "6000-3", "n", "3");
                assertThat(running.awaitRows(1)).containsExactly("n=3.0");
                assertThat(running.failures()).isEmpty();
            }
        }
    }

    @Test
    void entriesCutWhileNobodyReadAreCounted() throws Exception {
        add(redis, "cut", "6000-0", "n", "0");
        try (var upstream = redis.open()) {
            var query = RedisProcess.prepare(upstream, stream("cut"));
            query.history(RANGE);
            long before = timesAskedAboutStreams();
            try (var running = new RunningQuery(query, END)) {
                Eventually.get(() -> timesAskedAboutStreams(), times -> times > before);
                add(redis, "cut", "6000-1", "n", "1");
                running.awaitRows(1);
            }
            for (int i = 2; i < 7; i++) {
                add(redis, "cut", "6000-" + i, "n", String.valueOf(i));
            }
            redis.run(it -> it.xtrim("cut", 2));
            query.history(RANGE);
            try (var running = new RunningQuery(query, END)) {
                assertThat(Eventually.get(running::failures, told -> !told.isEmpty()))
                        .containsExactly(
                                "Stream \"cut\" of data source \"Test\" was cut while there was no"
                                        + " connection; entries missing: 3.");
            }
        }
    }

    private static long timesAskedAboutStreams() {
        return redis.run(it -> it.info("commandstats"))
                .lines()
                .filter(line -> line.startsWith("cmdstat_xinfo|stream:calls="))
                .mapToLong(line -> Long.parseLong(line.split("[=,]", 3)[1]))
                .sum();
    }

    @Test
    void queryWithoutAKeyIsRefused() throws Exception {
        try (var upstream = redis.open()) {
            assertThatThrownBy(() -> RedisProcess.prepare(upstream, "{\"type\":\"stream\"}"))
                    .hasMessage("The query has no key.");
            assertThatThrownBy(() ->
                            RedisProcess.prepare(
                                    upstream, "{\"type\":\"stream\",\"key\":\"a\",\"fields\":[1]}"))
                    .hasMessage("The query's fields have 1.");
        }
    }

    private static String stream(String key) {
        return "{\"type\":\"stream\",\"key\":\"" + key + "\"}";
    }

    private static Frame history(String key, TimeRange range) throws Exception {
        return history(key, range, "");
    }

    private static Frame history(String key, TimeRange range, String members) throws Exception {
        try (var upstream = redis.open()) {
            var json = stream(key).replace("}", members + "}");
            var frame = RedisProcess.prepare(upstream, json).history(range);
            return frame == null ? Frame.of("", List.of()) : frame;
        }
    }

    private static void add(RedisProcess server, String key, String id, String... fields) {
        server.run(it -> it.xadd(key, new XAddArgs().id(id), (Object[]) fields));
    }

    private static void add(String key, int entries) {
        redis.run(it -> {
            for (int i = 0; i < entries; i++) {
                it.xadd(key, new XAddArgs().id("7000-" + i), Map.of("n", String.valueOf(i)));
            }
            return entries;
        });
    }
}
