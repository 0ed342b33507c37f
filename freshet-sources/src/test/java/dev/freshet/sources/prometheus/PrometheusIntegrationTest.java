package dev.freshet.sources.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.HttpStandIn;
import dev.freshet.sources.fixture.HttpStandIn.Answer;
import dev.freshet.sources.fixture.Programs;
import dev.freshet.sources.fixture.ServerProcess;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks a real Prometheus that looks every second at itself and at an exporter of this test.
class PrometheusIntegrationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private static Path folder;
    private static HttpStandIn exporter;
    private static ServerProcess server;
    private static Upstream upstream;

    @BeforeAll
    static void start() throws Exception {
        Programs.require("prometheus", "prometheus");
        var scrapes = new AtomicInteger();
        exporter = new HttpStandIn(_ -> metrics(scrapes.incrementAndGet()));
        server = ServerProcess.start(folder, "/-/ready", PrometheusIntegrationTest::command);
        upstream =
                new PrometheusType()
                        .open(
                                Settings.dataSource(
                                        "prometheus", server.url(), "{\"timeInterval\":\"1s\"}"),
                                Settings.context());
    }

    private static Answer metrics(int scrape) {
        return new Answer(
                200,
                "text/plain",
                """
                # TYPE test_value gauge
                test_value{host="a"} 7.25
                test_value{host="b\\"x"} -1
                test_nothing NaN
                # TYPE test_total counter
                test_total %d
                """
                        .formatted(scrape * 10));
    }

    private static List<String> command(int port) throws IOException {
        var config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: test
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                  - job_name: prometheus
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                """
                        .formatted(URI.create(exporter.url()).getPort(), port));
        return List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    @AfterAll
    static void stop() {
        if (upstream != null) {
            upstream.close();
        }
        if (server != null) {
            server.close();
        }
        if (exporter != null) {
            exporter.close();
        }
    }

    @Test
    void rangeHasOnePointPerStepAndExcludesItsEnd() throws Exception {
        var frame = fetch("time()", new TimeRange(START, START.plusSeconds(5)));

        assertThat(frame.fields()).extracting(Field::name).containsExactly("Time", "time()");
        assertThat(Frames.times(frame)).containsExactly(seconds(START, 0, 1, 2, 3, 4));
        assertThat(Frames.values(frame, 1)[4]).isEqualTo((double) START.getEpochSecond() + 4);
    }

    @Test
    void rangesThatFollowEachOtherAreOneRange() throws Exception {
        var whole = fetch("time()", new TimeRange(START, START.plusSeconds(60)));
        var first = fetch("time()", new TimeRange(START, START.plusSeconds(23)));
        var second = fetch("time()", new TimeRange(START.plusSeconds(23), START.plusSeconds(60)));

        assertThat(
                        LongStream.concat(
                                        Arrays.stream(Frames.times(first)),
                                        Arrays.stream(Frames.times(second)))
                                .toArray())
                .containsExactly(Frames.times(whole));
    }

    @Test
    void moreStepsThanPrometheusAllowsAreAskedInParts() throws Exception {
        var frame = fetch("time()", new TimeRange(START, START.plusSeconds(11_500)));

        assertThat(frame.rows()).isEqualTo(11_500);
        assertThat(Frames.values(frame, 1)[11_499])
                .isEqualTo((double) START.getEpochSecond() + 11_499);
    }

    @Test
    void samplesOfAnExporterBecomeSeriesWithLabels() throws Exception {
        var query = prepare("{'expr':'test_value','legendFormat':'value of {{host}}'}");

        var frame = Eventually.get(() -> query.fetch(lastMinute()), each -> each.rows() >= 2);

        assertThat(frame.fields()).hasSize(3);
        var field = frame.fields().get(1);
        assertThat(field.name()).startsWith("test_value{host=\"a\", instance=\"127.0.0.1:");
        assertThat(field.labels())
                .containsEntry("host", "a")
                .containsEntry("job", "test")
                .containsEntry("__name__", "test_value");
        assertThat(String.valueOf(field.config())).contains("\"value of a\"");
        assertThat(Frames.values(frame, 1)).containsOnly(7.25);
        assertThat(frame.fields().get(2).labels()).containsEntry("host", "b\"x");
        assertThat(Arrays.stream(Frames.times(frame)))
                .allMatch(time -> time % SECOND.toNanos() == 0);
    }

    @Test
    void rateIntervalSeesEnoughSamples() throws Exception {
        var query = prepare("{'expr':'rate(test_total[$__rate_interval])'}");

        var frame = Eventually.get(() -> query.fetch(lastMinute()), each -> each.rows() > 0);

        assertThat(Arrays.stream(Frames.values(frame, 1))).allMatch(each -> each > 0);
    }

    @Test
    void instantQueryIsOnePointAtTheEnd() throws Exception {
        var query = prepare("{'expr':'vector(3)','instant':true}");

        var frame = query.fetch(new TimeRange(START, START.plusSeconds(10)));

        assertThat(Frames.times(frame))
                .containsExactly(START.plusSeconds(10).minusMillis(1).toEpochMilli() * 1_000_000);
        assertThat(Frames.values(frame, 1)).containsExactly(3);
    }

    @Test
    void rawSamplesOfAnInstantQueryKeepTheirTimes() throws Exception {
        var query = prepare("{'expr':'test_value{host=\\\"a\\\"}[30s]','instant':true}");

        var frame = Eventually.get(() -> query.fetch(lastMinute()), each -> each.rows() >= 2);

        assertThat(Frames.times(frame)).isSorted().doesNotHaveDuplicates();
        assertThat(Frames.values(frame, 1)).containsOnly(7.25);
    }

    @Test
    void tableHasAFieldPerLabel() throws Exception {
        var query = prepare("{'expr':'test_value','instant':true,'format':'table'}");

        var frame = Eventually.get(() -> query.fetch(lastMinute()), each -> each.rows() == 2);

        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "__name__", "host", "instance", "job", "Value");
        assertThat(frame.fields().get(2).column()).isEqualTo(StringColumn.of("a", "b\"x"));
        assertThat(Frames.values(frame, 5)).containsExactlyInAnyOrder(7.25, -1);
    }

    @Test
    void tableOfARangeIsInOrderOfTime() throws Exception {
        var query =
                prepare(
                        "{'expr':'label_replace(vector(1),\\\"x\\\",\\\"a\\\",\\\"\\\",\\\"\\\")"
                                + " or (vector(time()) % 2 == 1)','format':'table'}");

        var frame = query.fetch(new TimeRange(START, START.plusSeconds(3)));

        assertThat(Frames.times(frame)).containsExactly(seconds(START, 0, 1, 1, 2));
        assertThat(frame.fields()).extracting(Field::name).containsExactly("Time", "x", "Value");
    }

    @Test
    void notANumberIsNoPoint() throws Exception {
        var query = prepare("{'expr':'test_nothing'}");
        Eventually.get(
                () -> prepare("{'expr':'count(test_nothing)'}").fetch(lastMinute()),
                each -> each.rows() > 0);

        assertThat(query.fetch(lastMinute()).rows()).isZero();
    }

    @Test
    void refusalsAreInTheWordsOfPrometheus() throws Exception {
        assertThatThrownBy(() -> fetch("rate(", new TimeRange(START, START.plusSeconds(5))))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("refused the query (status 400)")
                .hasMessageContaining("parse error: unclosed left parenthesis");
        assertThatThrownBy(() ->
                        prepare("{'expr':'\\\"text\\\"','instant':true}")
                                .fetch(new TimeRange(START, START.plusSeconds(5))))
                .hasMessage(
                        "The query to data source \"Test\" gives a text, which cannot be drawn.");
    }

    @Test
    void queriesWithGetHaveTheSameAnswers() throws Exception {
        var settings = "{\"timeInterval\":\"1s\",\"httpMethod\":\"GET\"}";
        var range = new TimeRange(START, START.plusSeconds(5));
        try (var other =
                new PrometheusType()
                        .open(
                                Settings.dataSource("prometheus", server.url(), settings),
                                Settings.context())) {
            var query =
                    (PolledQuery)
                            other.prepare(Settings.query(SECOND, "{\"expr\":\"time() + 1\"}"));

            assertThat(query.fetch(range)).isEqualTo(fetch("time() + 1", range));
        }
    }

    @Test
    void healthTellsTheVersion() throws Exception {
        assertThat(upstream.checkHealth()).startsWith("Prometheus 2.");
    }

    private static TimeRange lastMinute() {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new TimeRange(now.minusSeconds(60), now);
    }

    private static Frame fetch(String expression, TimeRange range) throws Exception {
        return prepare("{'expr':'" + expression + "'}").fetch(range);
    }

    private static PolledQuery prepare(String query) throws SourceException {
        return (PolledQuery) upstream.prepare(Settings.query(SECOND, query.replace('\'', '"')));
    }

    private static long[] seconds(Instant start, long... after) {
        return Arrays.stream(after)
                .map(each -> start.plusSeconds(each).toEpochMilli() * 1_000_000)
                .toArray();
    }
}
