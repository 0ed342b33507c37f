package dev.freshet.sources.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.RunningQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Follows channels of a real Redis.
class PubSubIntegrationTest {
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
    void messagesOfAChannelAreRows() throws Exception {
        try (var upstream = redis.open();
                var query = subscribed(upstream, "news", redis)) {
            publish("news", "21.5", "{\"a\":{\"b\":1},\"on\":true}", "hello", "");

            assertThat(query.awaitRows(4))
                    .containsExactly("value=21.5", "a.b=1.0 on=true", "value (string)=hello", "");
        }
    }

    @Test
    void patternGivesTheChannelOfEachRow() throws Exception {
        try (var upstream = redis.open();
                var query =
                        RedisProcess.run(
                                upstream,
                                null,
                                "{\"type\":\"pubsub\",\"channel\":\"room.?[0-9]\"}")) {
            Eventually.get(() -> redis.run(it -> it.pubsubNumpat()), count -> count == 1);

            publish("room.a1", "1");
            publish("room.ab", "2");
            publish("room.b2", "3");

            assertThat(query.awaitRows(2))
                    .containsExactly("channel=room.a1 value=1.0", "channel=room.b2 value=3.0");
        }
        Eventually.get(() -> redis.run(it -> it.pubsubNumpat()), count -> count == 0);
    }

    @Test
    void burstArrivesCompleteAndInOrder() throws Exception {
        try (var upstream = redis.open();
                var query = subscribed(upstream, "burst", redis)) {
            publish(
                    "burst",
                    IntStream.range(0, 10_000).mapToObj(String::valueOf).toArray(String[]::new));

            assertThat(query.awaitRows(10_000))
                    .isEqualTo(
                            IntStream.range(0, 10_000).mapToObj(i -> "value=" + i + ".0").toList());
            var times = query.frames().stream().flatMapToLong(f -> Arrays.stream(Frames.times(f)));
            assertThat(times.toArray()).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void serverThatComesBackIsFollowedAgain(@TempDir Path own) throws Exception {
        try (var mortal = RedisProcess.start(own);
                var upstream = mortal.open()) {
            try (var query = subscribed(upstream, "a", mortal)) {
                mortal.process().kill();
                assertThat(query.awaitFailure())
                        .isInstanceOf(UpstreamUnavailable.class)
                        .hasMessage("Data source \"Test\" lost the connection.");
            }
            try (var query =
                    RedisProcess.run(upstream, null, "{\"type\":\"pubsub\",\"channel\":\"a\"}")) {
                assertThat(query.awaitFailure())
                        .isInstanceOf(UpstreamUnavailable.class)
                        .hasMessage("Data source \"Test\" cannot be reached: connection refused.");
            }
            mortal.process().restart();
            try (var query = subscribed(upstream, "a", mortal)) {
                mortal.run(it -> it.publish("a", "1"));
                assertThat(query.awaitRows(1)).containsExactly("value=1.0");
            }
        }
    }

    @Test
    void closedUpstreamEndsItsQueries() throws Exception {
        var upstream = redis.open();
        try (var query = subscribed(upstream, "closed", redis)) {
            upstream.close();

            assertThat(query.awaitFailure()).isInstanceOf(UpstreamUnavailable.class);
        }
    }

    @Test
    void redisKeepsNoHistoryOfChannels() throws Exception {
        try (var upstream = redis.open()) {
            var query = RedisProcess.prepare(upstream, "{\"type\":\"pubsub\",\"channel\":\"a\"}");

            assertThat(query.history(new TimeRange(Instant.EPOCH, Instant.now()))).isNull();
            assertThatThrownBy(() -> RedisProcess.prepare(upstream, "{\"type\":\"pubsub\"}"))
                    .hasMessage("The query has no channel.");
            assertThatThrownBy(() -> RedisProcess.prepare(upstream, "{\"type\":\"cli\"}"))
                    .hasMessage("The query's type is \"cli\".");
        }
    }

    private static RunningQuery subscribed(Upstream upstream, String channel, RedisProcess server)
            throws Exception {
        var json = "{\"type\":\"pubsub\",\"channel\":\"" + channel + "\"}";
        var query = RedisProcess.run(upstream, null, json);
        Eventually.get(
                () -> server.run(it -> it.pubsubNumsub(channel).getOrDefault(channel, 0L)),
                count -> count == 1);
        return query;
    }

    private static void publish(String channel, String... messages) {
        redis.run(it -> {
            for (var message : messages) {
                it.publish(channel, message);
            }
            return messages.length;
        });
    }
}
