package dev.freshet.sources.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.RunningQuery;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.message.ArrivalQueue;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Follows topics of a real broker.
class MqttIntegrationTest {
    @TempDir private static Path folder;
    private static Mosquitto broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Mosquitto.start(folder, "allow_anonymous true");
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void jsonNumbersAndTextsOfOneTopicAreRows() throws Exception {
        try (var upstream = open("kinds", Settings.context());
                var query = run(upstream, "{\"topic\":\"kinds/a\"}")) {
            broker.awaitLog("Sending SUBACK to", "kinds", 1);

            broker.publish(
                    "kinds/a", List.of("21.5", "{\"a\":{\"b\":1},\"on\":true}", "hello"), false);

            assertThat(query.awaitRows(3))
                    .containsExactly("value=21.5", "a.b=1.0 on=true", "value (string)=hello");
        }
    }

    @Test
    void wildcardsGiveTheTopicOfEachRow() throws Exception {
        try (var upstream = open("wild", Settings.context());
                var query = run(upstream, "{\"topic\":\"wild/+/light/#\",\"qos\":1}")) {
            broker.awaitLog("Sending SUBACK to", "wild", 1);

            broker.publish("wild/hall/light", "1");
            broker.publish("wild/hall/heat", "2");
            broker.publish("wild/cellar/light/left", "3");

            assertThat(query.awaitRows(2))
                    .containsExactly(
                            "topic=wild/hall/light value=1.0",
                            "topic=wild/cellar/light/left value=3.0");
        }
    }

    /// Each has threads of its own, and viewers choose the topics.
    @Test
    void onlySoManyTopicsThatOverlapAreFollowed() throws Exception {
        var dataSource = Settings.dataSource("mqtt", broker.url("tcp"), "{}");
        var connections =
                new MqttConnections(
                        MqttSettings.of(dataSource),
                        new MqttFailures(dataSource),
                        Duration.ofSeconds(20));
        try {
            for (int i = 0; i < 20; i++) {
                connections.subscribe(TopicFilter.of("all/#"), 0, queue());
            }

            assertThatThrownBy(() -> connections.subscribe(TopicFilter.of("all/a"), 0, queue()))
                    .hasMessage(
                            "Data source \"Test\" has 20 connections already, because the topics of"
                                    + " its queries overlap.");
            connections.subscribe(TopicFilter.of("other"), 0, queue());
        } finally {
            connections.close();
        }
    }

    private static ArrivalQueue queue() {
        return new ArrivalQueue(Settings.context());
    }

    @Test
    void retainedMessagesComeFirst() throws Exception {
        broker.publish("kept/a", List.of("1"), true);

        try (var upstream = open("kept", Settings.context());
                var query = run(upstream, "{\"topic\":\"kept/a\"}")) {
            assertThat(query.awaitRows(1)).containsExactly("value=1.0");
            broker.publish("kept/a", "2");
            assertThat(query.awaitRows(2)).containsExactly("value=1.0", "value=2.0");
        }
    }

    @Test
    void queriesShareAConnectionThatIsClosedWithTheLast() throws Exception {
        try (var upstream = open("shared", Settings.context())) {
            try (var first = run(upstream, "{\"topic\":\"shared/a\"}")) {
                broker.awaitLog("Sending SUBACK to", "shared", 1);
                try (var second = run(upstream, "{\"topic\":\"shared/b\"}")) {
                    broker.awaitLog("Sending SUBACK to", "shared", 2);
                    broker.publish("shared/a", "1");
                    broker.publish("shared/b", "2");
                    assertThat(first.awaitRows(1)).containsExactly("value=1.0");
                    assertThat(second.awaitRows(1)).containsExactly("value=2.0");
                }
                broker.awaitLog("Received UNSUBSCRIBE from", "shared", 1);
                broker.publish("shared/a", "3");
                assertThat(first.awaitRows(2)).containsExactly("value=1.0", "value=3.0");
            }
            awaitEnd("shared");
            assertThat(broker.process().log()).doesNotContain("shared-2");
        }
        Eventually.get(MqttIntegrationTest::threadsOfPaho, List::isEmpty);
    }

    /// Paho may close before its farewell is written.
    private static void awaitEnd(String client) throws Exception {
        Eventually.get(
                broker.process()::log,
                log ->
                        log.contains("Client " + client + " disconnected.")
                                || log.contains("Client " + client + " closed its connection."));
    }

    private static List<String> threadsOfPaho() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("MQTT") && name.contains("shared"))
                .toList();
    }

    @Test
    void queriesWhoseTopicsOverlapGetEachMessageOnce() throws Exception {
        broker.publish("over/kept", List.of("0"), true);
        try (var upstream = open("over", Settings.context());
                var all = run(upstream, "{\"topic\":\"over/#\"}")) {
            broker.awaitLog("Sending SUBACK to", "over", 1);
            try (var one = run(upstream, "{\"topic\":\"over/+\"}")) {
                broker.awaitLog("Sending SUBACK to", "over-2", 1);
                broker.publish("over/a", "1");
                var rows = new String[] {"topic=over/kept value=0.0", "topic=over/a value=1.0"};
                assertThat(all.awaitRows(2)).containsExactly(rows);
                assertThat(one.awaitRows(2)).containsExactly(rows);
            }
        }
    }

    @Test
    void burstArrivesCompleteAndInOrder() throws Exception {
        var context = Settings.context();
        try (var upstream = open("burst", context);
                var query = run(upstream, "{\"topic\":\"burst\",\"qos\":1}")) {
            broker.awaitLog("Sending SUBACK to", "burst", 1);

            broker.publish(
                    "burst", IntStream.range(0, 10_000).mapToObj(String::valueOf).toList(), false);

            assertThat(query.awaitRows(10_000))
                    .isEqualTo(
                            IntStream.range(0, 10_000).mapToObj(i -> "value=" + i + ".0").toList());
            var times = query.frames().stream().flatMapToLong(f -> Arrays.stream(Frames.times(f)));
            assertThat(times.toArray()).isSorted().doesNotHaveDuplicates();
            assertThat(context.costs().counts().rows()).isEqualTo(10_000);
        }
    }

    @Test
    void messageOfMoreThanAMebibyteIsLeftOutAndTold() throws Exception {
        try (var upstream = open("large", Settings.context());
                var query = run(upstream, "{\"topic\":\"large\"}")) {
            broker.awaitLog("Sending SUBACK to", "large", 1);

            broker.publish("large", "x".repeat((1 << 20) + 1));

            assertThat(Eventually.get(query::failures, told -> !told.isEmpty()))
                    .containsExactly(
                            "Data source \"Test\" sent messages of more than 1 MiB, which were left"
                                    + " out: 1.");
            assertThat(query.rows()).isZero();
        }
    }

    @Test
    void brokerThatComesBackIsFollowedAgain(@TempDir Path own) throws Exception {
        try (var mortal = Mosquitto.start(own, "allow_anonymous true");
                var upstream = open(mortal.url("mqtt"), "mortal", Settings.context())) {
            var query = prepare(upstream, "{\"topic\":\"a\"}");
            try (var running = new RunningQuery(query, null)) {
                mortal.awaitLog("Sending SUBACK to", "mortal", 1);
                mortal.process().kill();
                assertThat(running.awaitFailure())
                        .isInstanceOf(UpstreamUnavailable.class)
                        .hasMessageStartingWith("Data source \"Test\" lost the connection");
            }
            try (var running = new RunningQuery(query, null)) {
                assertThat(running.awaitFailure())
                        .isInstanceOf(UpstreamUnavailable.class)
                        .hasMessageStartingWith("Data source \"Test\" cannot be reached: ");
            }
            mortal.process().restart();
            try (var running = new RunningQuery(query, null)) {
                mortal.awaitLog("Sending SUBACK to", "mortal", 2);
                mortal.publish("a", "1");
                assertThat(running.awaitRows(1)).containsExactly("value=1.0");
            }
        }
    }

    @Test
    void closedUpstreamEndsItsQueries() throws Exception {
        var upstream = open("closed", Settings.context());
        try (var query = run(upstream, "{\"topic\":\"closed\"}")) {
            broker.awaitLog("Sending SUBACK to", "closed", 1);

            upstream.close();

            assertThat(query.awaitFailure()).isInstanceOf(UpstreamUnavailable.class);
            assertThatThrownBy(() -> prepare(upstream, "{\"topic\":\"x\"}").run(null, query))
                    .hasMessage("Data source \"Test\" is being closed.");
        }
    }

    @Test
    void healthIsAConnection() throws Exception {
        try (var upstream = open("health", Settings.context())) {
            assertThat(upstream.checkHealth()).isEqualTo("Accepts our connection.");
        }
        awaitEnd("health");
    }

    @Test
    void brokerKeepsNoHistory() throws Exception {
        try (var upstream = open("none", Settings.context())) {
            var hour = new TimeRange(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofHours(1)));

            assertThat(prepare(upstream, "{\"topic\":\"a\"}").history(hour)).isNull();
        }
    }

    private static Upstream open(String clientId, UpstreamContext context) throws Exception {
        return open(broker.url("tcp"), clientId, context);
    }

    private static Upstream open(String url, String clientId, UpstreamContext context)
            throws Exception {
        var json = "{\"uri\":\"%s\",\"clientID\":\"%s\"}".formatted(url, clientId);
        return new MqttType().open(Settings.dataSource("mqtt", "", json), context);
    }

    private static RunningQuery run(Upstream upstream, String json) throws Exception {
        return new RunningQuery(prepare(upstream, json), null);
    }

    private static SubscribedQuery prepare(Upstream upstream, String json) throws Exception {
        return (SubscribedQuery) upstream.prepare(Settings.query(Duration.ofSeconds(1), json));
    }
}
