package dev.freshet.sources.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real OpenSearch, which speaks Elasticsearch's search API.
class OpenSearchIntegrationTest {
    private static final String FIELDS =
            """
            {"t":{"type":"date"},"n":{"type":"date_nanos"},"host":{"type":"keyword"},
             "load":{"type":"double"},"message":{"type":"text"}}
            """;
    private static final TimeRange MINUTE = range("2026-11-25T10:00:00Z", "2026-11-25T10:01:00Z");
    private static final TimeRange NEXT = range("2026-11-25T10:01:00Z", "2026-11-25T10:02:00Z");

    @TempDir private static Path folder;
    private static OpenSearchProcess openSearch;

    private Upstream upstream = open("metrics", "");

    @BeforeAll
    static void start() throws Exception {
        openSearch = OpenSearchProcess.start(folder);
        openSearch.createIndex("metrics", FIELDS);
        openSearch.index(
                "metrics",
                List.of(
                        document("10:00:01", "a", 1),
                        document("10:00:09.999", "a", 3),
                        document("10:00:10", "a", 5),
                        document("10:00:12", "b", 10),
                        document("10:01:00", "b", 20)));
    }

    @AfterAll
    static void stop() throws Exception {
        openSearch.close();
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    private static String document(String time, String host, double load) {
        return """
        {"t":"2026-11-25T%sZ","host":"%s","load":%s,"message":"load is %s"}\
        """
                .formatted(time, host, load, load);
    }

    private static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse(from), Instant.parse(to));
    }

    private static Upstream open(String index, String more) {
        return open(index, more, 100_000);
    }

    private static Upstream open(String index, String more, int maxRows) {
        var json = "{\"index\":\"%s\",\"timeField\":\"t\"%s}".formatted(index, more);
        try {
            return new ElasticsearchType()
                    .open(
                            Settings.dataSource("opensearch", openSearch.url(), json),
                            Settings.context(Duration.ofSeconds(20), maxRows, 10_000_000));
        } catch (SourceException e) {
            throw new AssertionError(e);
        }
    }

    private PolledQuery prepare(String json) throws SourceException {
        return (PolledQuery) upstream.prepare(Settings.query(Duration.ofSeconds(10), json));
    }

    private static String series(String groups, String metrics) {
        return """
        {"query":"","metrics":[%s],"bucketAggs":[%s{"type":"date_histogram","id":"9",
         "settings":{"interval":"auto","min_doc_count":"1"}}]}
        """
                .formatted(metrics, groups);
    }

    private static List<String> names(Frame frame) {
        return frame.fields().stream().map(Field::name).toList();
    }

    private static List<String> displays(Frame frame) {
        return frame.fields().stream()
                .skip(1)
                .map(field -> String.valueOf(field.config()))
                .toList();
    }

    private static List<String> texts(Frame frame, String name) {
        var column =
                (StringColumn)
                        frame.fields().stream()
                                .filter(field -> field.name().equals(name))
                                .findFirst()
                                .orElseThrow()
                                .column();
        return IntStream.range(0, frame.rows()).mapToObj(column::value).toList();
    }

    private static long nanos(String time) {
        var moment = Instant.parse("2026-11-25T" + time + "Z");
        return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
    }

    @Test
    void bucketsHaveTheAverageOfEachTerm() throws Exception {
        var query =
                prepare(
                        series(
                                """
                                {"type":"terms","id":"3","field":"host","settings":{"size":"5",
                                 "order":"desc","orderBy":"1"}},\
                                """,
                                """
                                {"id":"1","type":"avg","field":"load"}\
                                """));

        var frame = query.fetch(MINUTE);

        assertThat(query.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(query.completeAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(names(frame))
                .containsExactly("Time", "Average load {host=\"b\"}", "Average load {host=\"a\"}");
        assertThat(displays(frame))
                .containsExactly("{\"displayNameFromDS\":\"b\"}", "{\"displayNameFromDS\":\"a\"}");
        assertThat(Frames.times(frame)).containsExactly(nanos("10:00:00"), nanos("10:00:10"));
        assertThat(Frames.values(frame, 2)).containsExactly(2, 5);
        assertThat(frame.fields().get(1).column().isNull(0)).isTrue();
        assertThat(Frames.values(frame, 1)[1]).isEqualTo(10);
    }

    @Test
    void newDocumentsAppearInTheNextRangeOnly() throws Exception {
        openSearch.createIndex("growing", FIELDS);
        upstream.close();
        upstream = open("growing", "");
        var query = prepare(series("", "{\"id\":\"1\",\"type\":\"count\"}"));
        openSearch.index("growing", List.of(document("10:00:30", "a", 1)));
        var before = query.fetch(MINUTE);

        openSearch.index("growing", List.of(document("10:01:00", "a", 1)));

        assertThat(query.fetch(MINUTE)).isEqualTo(before);
        assertThat(Frames.times(query.fetch(NEXT))).containsExactly(nanos("10:01:00"));
    }

    @Test
    void emptyBucketsHaveTheCountZero() throws Exception {
        var query =
                prepare(
                        """
                        {"metrics":[{"id":"1","type":"count"},{"id":"2","type":"max","field":"load"}],
                         "bucketAggs":[{"type":"date_histogram","id":"9","field":"t",
                         "settings":{"interval":"20s"}}]}
                        """);

        var frame = query.fetch(MINUTE);

        assertThat(names(frame)).containsExactly("Time", "Count", "Max load");
        assertThat(Frames.values(frame, 1)).containsExactly(4, 0, 0);
        assertThat(frame.fields().get(2).column().isNull(1)).isTrue();
    }

    @Test
    void everyMetricIsComputed() throws Exception {
        var query =
                prepare(
                        """
                        {"metrics":[
                          {"id":"1","type":"sum","field":"load"},
                          {"id":"2","type":"min","field":"load","settings":{"missing":"0"}},
                          {"id":"3","type":"cardinality","field":"host",
                           "settings":{"precision_threshold":"100"}},
                          {"id":"4","type":"percentiles","field":"load","settings":{"percents":["50","99.9"]}},
                          {"id":"5","type":"extended_stats","field":"load",
                           "meta":{"std_deviation":true,"std_deviation_bounds_upper":true},
                           "settings":{"sigma":"1"}},
                          {"id":"6","type":"avg","field":"load","hide":true}],
                         "bucketAggs":[{"type":"date_histogram","id":"9","settings":{"interval":"1m"}}]}
                        """);

        var frame = query.fetch(MINUTE);

        assertThat(names(frame))
                .containsExactly(
                        "Time",
                        "Sum load",
                        "Min load",
                        "Unique Count host",
                        "p50.0 load",
                        "p99.9 load",
                        "Std Dev load",
                        "Std Dev Upper load");
        assertThat(Frames.values(frame, 1)).containsExactly(19);
        assertThat(Frames.values(frame, 2)).containsExactly(1);
        assertThat(Frames.values(frame, 3)).containsExactly(2);
        assertThat(Frames.values(frame, 4)[0]).isBetween(3.0, 5.0);
        assertThat(Frames.values(frame, 7)[0])
                .isCloseTo(4.75 + Frames.values(frame, 6)[0], within());
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-9);
    }

    @Test
    void groupsMayBeFiltersAndHistograms() throws Exception {
        var query =
                prepare(
                        series(
                                """
                                {"type":"filters","id":"3","settings":{"filters":[
                                  {"query":"host:a","label":"first"},{"query":"load:>=10"}]}},
                                {"type":"histogram","id":"4","field":"load",
                                 "settings":{"interval":"4","min_doc_count":"1"}},\
                                """,
                                "{\"id\":\"1\",\"type\":\"count\"}"));

        var frame = query.fetch(MINUTE);

        assertThat(displays(frame))
                .containsExactly(
                        "{\"displayNameFromDS\":\"first 0.0\"}",
                        "{\"displayNameFromDS\":\"first 4.0\"}",
                        "{\"displayNameFromDS\":\"load:>=10 8.0\"}");
        assertThat(Frames.values(frame, 1)).containsExactly(2, 0);
    }

    @Test
    void luceneChoosesTheDocuments() throws Exception {
        var query =
                prepare(
                        """
                        {"query":"host:b","alias":"{{term host}} {{metric}} of {{field}}",
                         "metrics":[{"id":"1","type":"max","field":"load"}],
                         "bucketAggs":[{"type":"terms","id":"2","field":"host"},
                          {"type":"date_histogram","id":"9","settings":{"interval":"1m"}}]}
                        """);

        var frame = query.fetch(MINUTE);

        assertThat(displays(frame)).containsExactly("{\"displayNameFromDS\":\"b Max of load\"}");
        assertThat(Frames.values(frame, 1)).containsExactly(10);
    }

    @Test
    void documentsOfManyPagesComeOnceAndInOrder() throws Exception {
        openSearch.createIndex("pages", FIELDS);
        // three documents per millisecond, and one moment with more of them than a page has
        var many =
                Stream.concat(
                                IntStream.range(0, 2400)
                                        .mapToObj(i -> "10:00:0%d.%03d".formatted(i / 3000, i / 3)),
                                IntStream.range(0, 1300).mapToObj(_ -> "10:00:30"))
                        .map(time -> document(time, "a", 1))
                        .toList();
        openSearch.index("pages", many);
        upstream.close();
        upstream = open("pages", "");

        var frame =
                prepare("{\"metrics\":[{\"id\":\"1\",\"type\":\"raw_document\"}]}").fetch(MINUTE);

        assertThat(names(frame)).containsExactly("Time", "_index", "_id", "_source");
        assertThat(frame.rows()).isEqualTo(3700);
        assertThat(texts(frame, "_id")).doesNotHaveDuplicates();
        assertThat(Frames.times(frame)).isSorted();
        assertThat(Arrays.stream(Frames.times(frame)).filter(time -> time == nanos("10:00:30")))
                .hasSize(1300);
    }

    @Test
    void tooManyDocumentsAreRefused() throws Exception {
        upstream.close();
        upstream = open("metrics", "", 3);
        var query = prepare("{\"metrics\":[{\"id\":\"1\",\"type\":\"raw_data\"}]}");

        assertThatThrownBy(() -> query.fetch(MINUTE))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("more than 3");
    }

    @Test
    void nanosecondsAreKept() throws Exception {
        openSearch.createIndex("nanos", FIELDS);
        openSearch.index(
                "nanos",
                List.of(
                        "{\"n\":\"2026-11-25T10:00:00.123456789Z\",\"a\":{\"b\":1.0,\"c\":[1,2]}}",
                        "{\"n\":\"2026-11-25T10:00:00.123456788Z\",\"a\":{\"b\":2.5},\"x\":true}"));
        var query =
                prepare(
                        "{\"timeField\":\"n\",\"metrics\":[{\"id\":\"1\",\"type\":\"raw_data\"}]}",
                        "nanos");

        var frame = query.fetch(MINUTE);

        assertThat(Frames.times(frame))
                .containsExactly(nanos("10:00:00.123456788"), nanos("10:00:00.123456789"));
        assertThat(names(frame)).containsExactly("n", "_index", "_id", "a.b", "a.c", "x");
        assertThat(Frames.values(frame, 3)).containsExactly(2.5, 1);
        assertThat(((JsonColumn) frame.fields().get(4).column()).value(1)).hasToString("[1,2]");
        assertThat(frame.fields().get(5).column().type()).isEqualTo(FieldType.BOOLEAN);
    }

    private PolledQuery prepare(String json, String index) throws SourceException {
        upstream.close();
        upstream = open(index, "");
        return prepare(json);
    }

    @Test
    void datesAndNanosecondsMixInOrder() throws Exception {
        openSearch.createIndex("mixed-1", "{\"t\":{\"type\":\"date\"}}");
        openSearch.createIndex("mixed-2", "{\"t\":{\"type\":\"date_nanos\"}}");
        openSearch.createIndex("mixed-3", "{\"other\":{\"type\":\"keyword\"}}");
        openSearch.index("mixed-1", List.of("{\"t\":\"2026-11-25T10:00:00.002Z\"}"));
        openSearch.index("mixed-2", List.of("{\"t\":\"2026-11-25T10:00:00.001000001Z\"}"));
        var query = prepare("{\"metrics\":[{\"id\":\"1\",\"type\":\"raw_data\"}]}", "mixed-*");

        assertThat(Frames.times(query.fetch(MINUTE)))
                .containsExactly(nanos("10:00:00.001000001"), nanos("10:00:00.002"));
    }

    @Test
    void logsHaveLineLevelAndLabels() throws Exception {
        openSearch.index(
                "logs-2026.11.25",
                List.of(
                        """
                        {"t":"2026-11-25T10:00:05Z","message":"down","log":{"level":"error"},"pid":7}\
                        """,
                        """
                        {"t":"2026-11-25T10:00:06Z","other":1}\
                        """));
        upstream.close();
        upstream =
                open(
                        "[logs-]YYYY.MM.DD",
                        ",\"interval\":\"Daily\",\"logMessageField\":\"message\",\"logLevelField\":\"log.level\"");
        var query = prepare("{\"metrics\":[{\"id\":\"1\",\"type\":\"logs\"}]}");

        var frame = query.fetch(range("2026-11-23T10:00:00Z", "2026-11-26T10:00:00Z"));

        assertThat(query.shape()).isEqualTo(PolledQuery.Shape.ROWS);
        assertThat(names(frame)).containsExactly("Time", "line", "level", "id", "labels");
        assertThat(texts(frame, "line"))
                .containsExactly("down", "{\"t\":\"2026-11-25T10:00:06Z\",\"other\":1}");
        assertThat(texts(frame, "level")).containsExactly("error", "");
        assertThat(((JsonColumn) frame.fields().get(4).column()).value(0))
                .hasToString("{\"log.level\":\"error\",\"pid\":\"7\"}");
        assertThat(texts(frame, "id")).allMatch(id -> id.startsWith("logs-2026.11.25#"));
        assertThat(query.fetch(range("2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z")).rows())
                .isZero();
    }

    @Test
    void queriesThatDoNotParseAreRefusedInItsWords() throws Exception {
        var query =
                prepare(
                        """
                        {"query":"host:[a","metrics":[{"id":"1","type":"raw_data"}]}
                        """);

        assertThatThrownBy(() -> query.fetch(MINUTE))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageContaining("Failed to parse query [host:[a]");
    }

    @Test
    void missingIndexesAreNamed() throws Exception {
        var query = prepare("{\"metrics\":[{\"id\":\"1\",\"type\":\"raw_data\"}]}", "nothing");

        assertThatThrownBy(() -> query.fetch(MINUTE))
                .hasMessageContaining("no such index [nothing]");
        assertThatThrownBy(upstream::checkHealth).hasMessageContaining("no such index [nothing]");
    }

    @Test
    void timeFieldsThatAreNoneAreNamed() throws Exception {
        var query =
                prepare(
                        "{\"timeField\":\"gone\",\"metrics\":[{\"id\":\"1\",\"type\":\"raw_data\"}]}");
        var another =
                prepare(
                        """
                        {"metrics":[{"id":"1","type":"count"}],"bucketAggs":[
                         {"type":"date_histogram","id":"2","field":"load","settings":{"interval":"10s"}}]}
                        """);

        assertThatThrownBy(() -> query.fetch(MINUTE)).hasMessageContaining("no field \"gone\"");
        assertThatThrownBy(() -> another.fetch(NEXT)).hasMessageContaining("load");
    }

    @Test
    void healthTellsVersionAndIndexes() throws Exception {
        assertThat(upstream.checkHealth()).isEqualTo("OpenSearch 3.8.0; 1 index with time field t");
    }

    @Test
    void healthRefusesATimeFieldThatIsNoDate() throws Exception {
        upstream.close();
        upstream =
                new ElasticsearchType()
                        .open(
                                Settings.dataSource(
                                        "opensearch",
                                        openSearch.url(),
                                        "{\"index\":\"metrics\",\"timeField\":\"host\"}"),
                                Settings.context());

        assertThatThrownBy(upstream::checkHealth)
                .hasMessage(
                        "Field \"host\" of data source \"Test\" is of type keyword, not a date.");
    }
}
