package dev.freshet.sources.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.HttpStandIn;
import dev.freshet.sources.fixture.HttpStandIn.Answer;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.PolledQuery.Shape;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Asks a stand-in for InfluxDB 3; see [InfluxDb3StandIn].
class SqlIntegrationTest {
    private static final String ROWS =
            "SELECT time, host, usage FROM cpu WHERE $__timeFilter(time)";
    private static final String BUCKETS =
            "SELECT $__dateBin(time) AS time, host, avg(usage) AS usage FROM cpu WHERE"
                    + " $__timeFilter(time) GROUP BY 1, 2";

    private static HttpStandIn server;
    private static Upstream upstream;

    @BeforeAll
    static void start() throws Exception {
        server = InfluxDb3StandIn.start();
        upstream = open(server, "fleet", InfluxDb3StandIn.TOKEN, Settings.context());
    }

    @AfterAll
    static void stop() {
        upstream.close();
        server.close();
    }

    @Test
    void bucketsBecomeSeries() throws Exception {
        var query = prepare(BUCKETS);

        var frame = query.fetch(range(1000, 1030));

        assertThat(query.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(query.completeAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "usage {host: a}");
        assertThat(Frames.times(frame)).containsExactly(seconds(1000, 1010, 1020));
        assertThat(Frames.values(frame, 1)).containsExactly(1004.5, 1014.5, 1024.5);
    }

    @Test
    void rangesThatFollowEachOtherAreOneRange() throws Exception {
        for (var text : new String[] {ROWS, BUCKETS}) {
            var query = prepare(text);
            var whole = query.fetch(range(1000, 1060));
            var first = query.fetch(range(1000, 1020));
            var second = query.fetch(range(1020, 1060));

            assertThat(first.rows() + second.rows()).isEqualTo(whole.rows());
            assertThat(Frames.times(second)).endsWith(Frames.times(whole)[whole.rows() - 1]);
        }
    }

    @Test
    void macrosAreReplaced() throws Exception {
        prepare(
                        "SELECT x FROM cpu WHERE time >= $__timeFrom AND time < ${__timeTo} AND d >"
                                + " $__interval AND m > $__interval_ms")
                .fetch(range(1, 2));

        assertThat(
                        JsonMapper.shared()
                                .readTree(server.requests().getLast().body())
                                .path("q")
                                .stringValue())
                .isEqualTo(
                        "SELECT x FROM cpu WHERE time >= cast('1970-01-01T00:00:01Z' as timestamp)"
                                + " AND time < cast('1970-01-01T00:00:02Z' as timestamp) AND d >"
                                + " interval '10 second' AND m > 10000");
    }

    @Test
    void tableKeepsItsColumnsAndSummariesHaveNoTime() throws Exception {
        var table = prepare(upstream, ROWS, "table");
        assertThat(table.shape()).isEqualTo(Shape.ROWS);
        assertThat(table.fetch(range(0, 2)).fields())
                .extracting(Field::name)
                .containsExactly("Time", "host", "usage");

        var summary =
                prepare(
                        upstream,
                        "SELECT host, max(usage) AS m FROM cpu WHERE $__timeFilter(time) GROUP BY"
                                + " host",
                        "table");
        summary.fetch(range(7200, 7210));
        assertThat(server.requests().getLast().body())
                .contains("time >= cast('1970-01-01T01:00:10Z' as timestamp)");
        assertThat(prepare("SHOW TABLES").shape()).isEqualTo(Shape.ROWS);
    }

    @Test
    void oneValueOfTheWholeRangeIsAPoint() throws Exception {
        var answer = Answer.json("[{\"m\":9007199254740993}]");
        try (var other = new HttpStandIn(_ -> answer);
                var opened = open(other, "fleet", "", Settings.context())) {
            var text = "SELECT max(usage) AS m FROM cpu WHERE $__timeFilter(time)";

            var frame = prepare(opened, text, "").fetch(range(10, 20));

            assertThat(Frames.times(frame)).containsExactly(19_999_000_000L);
            assertThat(frame.fields().get(1).column()).hasToString("int64[9007199254740993]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE cpu",
                "SELECT 1; SELECT 2",
                "SELECT * FROM cpu",
                "SELECT * FROM cpu WHERE $__timeFilter",
                "SELECT * FROM cpu WHERE $__timeFilter()",
                "SELECT $__timeGroup(time) FROM cpu WHERE $__timeFilter(time)",
                "SELECT date_bin(interval '1 minute', time) FROM cpu WHERE $__timeFilter(time)",
                "SELECT * FROM cpu WHERE $__timeFilter(time) LIMIT 5",
                "SELECT host, max(x) FROM cpu WHERE $__timeFilter(time) GROUP BY host",
                "",
            })
    void whatIsNoQueryOrCannotBeFollowedIsRefused(String query) {
        assertThatThrownBy(() -> prepare(query)).isInstanceOf(SourceException.class);
    }

    @Test
    void errorsAreToldInItsWords() throws Exception {
        assertThatThrownBy(() -> prepare(ROWS + " nonsense").fetch(range(1, 2)))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "Data source \"Test\" refused the query (status 400): query error: SQL"
                                + " error: ParserError at nonsense.");
        unhealthy("fleet", "wrong", "(status 401): the request was not authenticated");
        unhealthy("other", InfluxDb3StandIn.TOKEN, "database not found");
    }

    @Test
    void wrongAnswersAreRefused() throws Exception {
        assertThat(failure(Answer.json(503, "busy"), Settings.context()))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("status 503: busy");
        assertThat(failure(null, Settings.context(Duration.ofMillis(200), 10, 1000)))
                .isInstanceOf(UpstreamUnavailable.class);
        assertThat(failure(Answer.json("{}"), Settings.context()))
                .hasMessageContaining("does not answer as InfluxDB 3 does: no list of rows");
        assertThat(failure(Answer.json("[1]"), Settings.context()))
                .hasMessageContaining("a row that is no object");
        assertThat(failure(Answer.json("[{\"time\":\"today\",\"usage\":1}]"), Settings.context()))
                .hasMessage("The query gives rows without a time.");
        var rows = "[{\"time\":\"2026-01-01T00:00:00\",\"a\":1,\"b\":2,\"c\":3}]";
        assertThat(failure(Answer.json(rows), Settings.context(Duration.ofSeconds(5), 2, 1000)))
                .hasMessageContaining("more than 2 points");
    }

    @Test
    void healthTellsTheVersion() throws Exception {
        assertThat(upstream.checkHealth()).isEqualTo("InfluxDB 3.2.1");
    }

    private static void unhealthy(String database, String token, String message) throws Exception {
        try (var other = open(server, database, token, Settings.context())) {
            assertThatThrownBy(other::checkHealth)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(message);
        }
    }

    private static SourceException failure(@Nullable Answer answer, UpstreamContext context)
            throws Exception {
        try (var other = new HttpStandIn(_ -> answer);
                var opened = open(other, "fleet", "", context)) {
            return catchThrowableOfType(SourceException.class, () -> fetch(opened));
        }
    }

    private static Frame fetch(Upstream upstream) throws Exception {
        return prepare(upstream, ROWS, "").fetch(range(0, 10));
    }

    private static Upstream open(
            HttpStandIn server, String database, String token, UpstreamContext context)
            throws SourceException {
        return new InfluxDbType()
                .open(
                        Settings.dataSource(
                                "influxdb",
                                server.url(),
                                "",
                                database,
                                "{\"version\":\"SQL\"}",
                                Map.of("token", token)),
                        context);
    }

    private static PolledQuery prepare(String query) throws SourceException {
        return prepare(upstream, query, "");
    }

    private static PolledQuery prepare(Upstream upstream, String query, String format)
            throws SourceException {
        var json =
                JsonMapper.shared().writeValueAsString(Map.of("rawSql", query, "format", format));
        return (PolledQuery) upstream.prepare(Settings.query(Duration.ofSeconds(10), json));
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
    }

    private static long[] seconds(long... seconds) {
        return Arrays.stream(seconds).map(each -> each * 1_000_000_000L).toArray();
    }
}
