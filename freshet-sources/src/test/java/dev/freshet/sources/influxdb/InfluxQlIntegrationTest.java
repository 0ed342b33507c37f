package dev.freshet.sources.influxdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.LongColumn;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.ServerProcess;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.PolledQuery.Shape;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks a real InfluxDB 1.
class InfluxQlIntegrationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration BUCKET = Duration.ofSeconds(10);

    @TempDir private static Path folder;
    private static ServerProcess server;
    private static Upstream upstream;

    @BeforeAll
    static void start() throws Exception {
        server = InfluxServer.start(folder, false);
        query("CREATE DATABASE test");
        upstream = open("{\"dbName\":\"test\"}");
        write("cpu,host=a value=1,count=9007199254740993i,ok=true,text=\"it's \\\"x\\\"\"", 0);
        write("cpu,host=b value=10", 0);
        write("cpu,host=a value=3", 5_000_000_001L);
        write("cpu,host=a value=4", 10_000_000_000L);
        write("cpu,host=a value=7", 30_000_000_000L);
        write("odd\\ \\\"name,k\\ 1=v'1 f\\ 1=5", 0);
        write("net.eth0.in,host=a value=2", 0);
        for (int i = 0; i < 6; i++) {
            write("total value=" + i * 50, i * 10_000_000_000L);
        }
    }

    @AfterAll
    static void stop() {
        if (upstream != null) {
            upstream.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void bucketsBecomeSeriesPerTag() throws Exception {
        var query =
                raw(
                        "SELECT mean(value) FROM cpu WHERE $timeFilter GROUP BY"
                                + " time($__interval), host");

        var frame = query.fetch(range(0, 40));

        assertThat(query.step()).isEqualTo(BUCKET);
        assertThat(query.completeAfter()).isEqualTo(BUCKET);
        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "cpu.mean {host: a}", "cpu.mean {host: b}");
        assertThat(frame.fields().get(1).labels()).containsEntry("host", "a");
        assertThat(Frames.times(frame)).containsExactly(seconds(0, 10, 30));
        assertThat(Frames.values(frame, 1)).containsExactly(2, 4, 7);
        assertThat(frame.fields().get(2).column().isNull(1)).isTrue();
    }

    @Test
    void rangesThatFollowEachOtherAreOneRange() throws Exception {
        var query =
                raw(
                        "SELECT derivative(mean(value), 1s) FROM total WHERE $timeFilter"
                                + " GROUP BY time(10s) fill(previous)");
        var whole = query.fetch(range(10, 60));

        for (int from = 10; from < 60; from += 10) {
            var part = query.fetch(range(from, from + 10));
            int last = part.rows() - 1;
            assertThat(Frames.times(part)[last]).isEqualTo(seconds(from)[0]);
            assertThat(Frames.values(part, 1)[last]).isEqualTo(5);
        }
        assertThat(Frames.values(whole, 1)).containsOnly(5).hasSize(5);
    }

    @Test
    void fillMakesPoints() throws Exception {
        var query =
                raw(
                        "SELECT count(value) FROM cpu WHERE $timeFilter AND host='a'"
                                + " GROUP BY time(10s) fill(0)");

        assertThat(Frames.values(query.fetch(range(0, 40)), 1)).endsWith(2, 1, 0, 1);
    }

    @Test
    void rawRowsKeepEveryDigit() throws Exception {
        var query = raw("SELECT count, ok, text, value FROM cpu WHERE $timeFilter AND host='a'");

        var frame = query.fetch(range(0, 10));

        assertThat(query.step()).isEqualTo(Duration.ZERO);
        assertThat(query.completeAfter()).isEqualTo(Duration.ZERO);
        assertThat(Frames.times(frame)).containsExactly(nanos(0), nanos(0) + 5_000_000_001L);
        var count = LongColumn.builder(FieldType.INT64);
        count.append(9_007_199_254_740_993L).appendNull();
        assertThat(frame.fields().get(1).column()).isEqualTo(count.build());
        assertThat(((BooleanColumn) frame.fields().get(2).column()).value(0)).isTrue();
        assertThat(((StringColumn) frame.fields().get(3).column()).value(0))
                .isEqualTo("it's \"x\"");
        assertThat(frame.fields().get(4).column())
                .isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 1, 3));
    }

    @Test
    void theEndOfARangeIsExcluded() throws Exception {
        var query = raw("SELECT value FROM total WHERE $timeFilter");

        assertThat(Frames.values(query.fetch(range(0, 20)), 1)).containsExactly(0, 50);
        assertThat(query.fetch(range(100, 200)).fields()).isEmpty();
    }

    @Test
    void aggregateWithoutBucketsIsOneValueOfThePanelsRange() throws Exception {
        var query = raw("SELECT max(value) FROM total WHERE $timeFilter");

        var frame = query.fetch(range(29, 30));

        assertThat(query.step()).isEqualTo(Duration.ZERO);
        assertThat(Frames.values(frame, 1)).containsExactly(100);
        assertThat(Frames.times(frame)).containsExactly(nanos(30) - 1_000_000);
    }

    @Test
    void tableHasTagsAndIsInOrderOfTime() throws Exception {
        var query =
                table("SELECT value FROM cpu WHERE $timeFilter GROUP BY host ORDER BY time DESC");

        var frame = query.fetch(range(0, 10));

        assertThat(query.shape()).isEqualTo(Shape.ROWS);
        assertThat(frame.fields()).extracting(Field::name).containsExactly("Time", "host", "value");
        assertThat(Frames.times(frame))
                .containsExactly(nanos(0), nanos(0), nanos(0) + 5_000_000_001L);
        assertThat(frame.fields().get(1).column()).isEqualTo(StringColumn.of("b", "a", "a"));
        assertThat(Frames.values(frame, 2)).containsExactly(10, 1, 3);
    }

    @Test
    void tableOfSeveralValuesHasNoTime() throws Exception {
        var frame = table("SELECT top(value, 2) FROM total WHERE $timeFilter").fetch(range(50, 60));

        assertThat(frame.fields()).extracting(Field::name).containsExactly("top");
        assertThat(Frames.values(frame, 0)).containsExactly(200, 250);
    }

    @Test
    void limitGivesTheLatestRows() throws Exception {
        var query = raw("SELECT value FROM total WHERE $timeFilter ORDER BY time DESC LIMIT 2");

        assertThat(Frames.values(query.fetch(range(0, 60)), 1)).containsExactly(200, 250);
    }

    @Test
    void showIsATableWithoutTime() throws Exception {
        var query = raw("SHOW TAG VALUES FROM cpu WITH KEY = host");

        var frame = query.fetch(range(0, 10));

        assertThat(query.shape()).isEqualTo(Shape.ROWS);
        assertThat(frame.fields()).extracting(Field::name).containsExactly("key", "value");
        assertThat(frame.fields().get(1).column()).isEqualTo(StringColumn.of("a", "b"));
    }

    @Test
    void queriesOfTheEditorAreWrittenWithQuotes() throws Exception {
        var query =
                prepare(
                        """
                        {"measurement":"odd \\"name","policy":"autogen",
                         "select":[[{"type":"field","params":["f 1"]},{"type":"mean","params":[]},
                                    {"type":"math","params":["* 2"]},
                                    {"type":"alias","params":["twice \\"f\\""]}]],
                         "groupBy":[{"type":"time","params":["$__interval"]},
                                    {"type":"tag","params":["k 1"]},
                                    {"type":"fill","params":["null"]}],
                         "tags":[{"key":"k 1","operator":"=","value":"v'1"},
                                 {"condition":"OR","key":"k 1","value":"/^none.here$/"}],
                         "orderByTime":"DESC","limit":"5","tz":"Europe/Berlin",
                         "alias":"$m $col [[tag_k 1]]"}\
                        """);

        var frame = query.fetch(range(0, 20));

        assertThat(Frames.values(frame, 1)).containsExactly(10);
        assertThat(frame.fields().get(1).name()).isEqualTo("odd \"name.twice \"f\" {k 1: v'1}");
        assertThat(String.valueOf(frame.fields().get(1).config()))
                .isEqualTo("{\"displayNameFromDS\":\"odd \\\"name twice \\\"f\\\" v'1\"}");
    }

    @Test
    void regularExpressionsChooseMeasurementsAndTags() throws Exception {
        var query =
                prepare(
                        """
                        {"measurement":"/^(cpu|net\\\\.eth0.*)$/",
                         "select":[[{"type":"field","params":["value"]},{"type":"last","params":[]},
                                    {"type":"non_negative_derivative","params":["10s"]}],
                                   [{"type":"field","params":["value"]},{"type":"max","params":[]}]],
                         "groupBy":[{"type":"time","params":["auto"]}],
                         "tags":[{"key":"host::tag","operator":"=~","value":"/^a/"},
                                 {"condition":"AND","key":"value","operator":">","value":"0"}]}\
                        """);

        var frame = query.fetch(range(0, 40));

        assertThat(frame.fields())
                .extracting(Field::name)
                .contains("cpu.max", "cpu.non_negative_derivative", "net.eth0.in.max");
    }

    @Test
    void refusalsAreInTheWordsOfInfluxDb() throws Exception {
        refused(
                raw("SELECT mean(value FROM cpu WHERE $timeFilter"),
                "refused the query (status 400): error parsing query: found FROM");
        try (var other = open("{\"dbName\":\"nowhere\"}")) {
            refused(
                    (PolledQuery)
                            other.prepare(
                                    Settings.query(
                                            BUCKET,
                                            "{\"rawQuery\":true,\"query\":\"SELECT value FROM cpu"
                                                    + " WHERE $timeFilter\"}")),
                    "Data source \"Test\" refused the query: database not found: nowhere.");
        }
    }

    @Test
    void postHasTheSameAnswers() throws Exception {
        var text = "SELECT value FROM total WHERE $timeFilter";
        try (var other = open("{\"dbName\":\"test\",\"httpMode\":\"POST\"}")) {
            var query =
                    (PolledQuery)
                            other.prepare(
                                    Settings.query(
                                            BUCKET,
                                            "{\"rawQuery\":true,\"query\":\"" + text + "\"}"));

            assertThat(query.fetch(range(0, 60))).isEqualTo(raw(text).fetch(range(0, 60)));
        }
    }

    @Test
    void healthTellsTheVersion() throws Exception {
        assertThat(upstream.checkHealth()).startsWith("InfluxDB 1.");
        query("CREATE DATABASE empty");
        try (var other = open("{\"dbName\":\"empty\"}")) {
            assertThat(other.checkHealth()).endsWith(", its database has no measurement yet");
        }
        try (var other = open("{\"dbName\":\"nowhere\"}")) {
            assertThatThrownBy(other::checkHealth)
                    .hasMessageContaining("database not found: nowhere");
        }
    }

    private static void refused(PolledQuery query, String message) {
        assertThatThrownBy(() -> query.fetch(range(0, 10)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(message);
    }

    private static Upstream open(String settings) throws SourceException {
        return new InfluxDbType()
                .open(Settings.dataSource("influxdb", server.url(), settings), Settings.context());
    }

    private static PolledQuery raw(String text) throws SourceException {
        return prepare("{\"rawQuery\":true,\"query\":\"" + text + "\"}");
    }

    private static PolledQuery table(String text) throws SourceException {
        return prepare("{\"rawQuery\":true,\"resultFormat\":\"table\",\"query\":\"" + text + "\"}");
    }

    private static PolledQuery prepare(String query) throws SourceException {
        return (PolledQuery) upstream.prepare(Settings.query(BUCKET, query));
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(START.plusSeconds(from), START.plusSeconds(to));
    }

    private static long nanos(long seconds) {
        return START.plusSeconds(seconds).toEpochMilli() * 1_000_000;
    }

    private static long[] seconds(long... after) {
        return Arrays.stream(after).map(InfluxQlIntegrationTest::nanos).toArray();
    }

    private static void query(String text) throws Exception {
        server.post(
                "/query",
                "application/x-www-form-urlencoded",
                "q=" + URLEncoder.encode(text, UTF_8));
    }

    private static void write(String line, long afterStart) throws Exception {
        server.post("/write?db=test", "text/plain", line + " " + (nanos(0) + afterStart));
    }
}
