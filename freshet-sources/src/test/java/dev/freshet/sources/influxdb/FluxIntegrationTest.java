package dev.freshet.sources.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.LongColumn;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
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
import tools.jackson.databind.json.JsonMapper;

/// Asks a stand-in for InfluxDB 2; see [InfluxDb2StandIn].
class FluxIntegrationTest {
    private static final String RANGE =
            "from(bucket: v.defaultBucket) |> range(start: v.timeRangeStart, stop:"
                    + " v.timeRangeStop)";
    private static final String WINDOW =
            RANGE + " |> aggregateWindow(every: v.windowPeriod, fn: mean";

    private static HttpStandIn server;
    private static Upstream upstream;

    @BeforeAll
    static void start() throws Exception {
        server = InfluxDb2StandIn.start();
        upstream = open(server, "fleet", InfluxDb2StandIn.TOKEN, Settings.context());
    }

    @AfterAll
    static void stop() {
        upstream.close();
        server.close();
    }

    @Test
    void windowsThatAreNamedByTheirEndAreCompleteAtTheirTime() throws Exception {
        var query = prepare(WINDOW + ")");

        var frame = query.fetch(range(1000, 1030));

        assertThat(query.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(query.completeAfter()).isEqualTo(Duration.ZERO);
        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "cpu.usage {host: a}");
        assertThat(frame.fields().get(1).labels()).isEqualTo(Map.of("host", "a"));
        assertThat(Frames.times(frame)).containsExactly(seconds(1000, 1010, 1020));
        assertThat(Frames.values(frame, 1)).containsExactly(994.5, 1004.5, 1014.5);
    }

    @Test
    void windowsThatAreNamedByTheirBeginningAreCompleteALengthLater() throws Exception {
        var query = prepare(WINDOW + ", timeSrc: \"_start\")");

        var frame = query.fetch(range(1000, 1020));

        assertThat(query.completeAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(Frames.times(frame)).containsExactly(seconds(1000, 1010));
        assertThat(Frames.values(frame, 1)).containsExactly(1004.5, 1014.5);
    }

    @Test
    void rangesThatFollowEachOtherAreOneRange() throws Exception {
        for (var text : new String[] {WINDOW + ")", WINDOW + ", timeSrc: \"_start\")", RANGE}) {
            var query = prepare(text);
            var whole = query.fetch(range(1000, 1060));
            var first = query.fetch(range(1000, 1020));
            var second = query.fetch(range(1020, 1060));

            assertThat(first.rows() + second.rows()).isEqualTo(whole.rows());
            assertThat(Frames.times(second)).endsWith(Frames.times(whole)[whole.rows() - 1]);
        }
    }

    @Test
    void asksInFluxWithTheSettings() throws Exception {
        prepare(RANGE + " // $__interval_ms, ${__interval} of v.organization").fetch(range(1, 2));

        var request = server.requests().getLast();
        var body = JsonMapper.shared().readTree(request.body());
        assertThat(body.path("type").stringValue()).isEqualTo("flux");
        assertThat(body.path("query").stringValue())
                .isEqualTo(
                        "from(bucket: \"tele\\\"graf\") |> range(start: 1970-01-01T00:00:01Z, stop:"
                                + " 1970-01-01T00:00:02Z) // 10000, 10s of \"fleet\"");
    }

    @Test
    void valueOfTheWholeRangeIsAskedOverThePanelsRange() throws Exception {
        var query = prepare(RANGE + " |> last()");

        var frame = query.fetch(range(7200, 7210));

        assertThat(query.step()).isEqualTo(Duration.ZERO);
        assertThat(server.requests().getLast().body())
                .contains("start: 1970-01-01T01:00:10Z, stop: 1970-01-01T02:00:10Z");
        assertThat(Frames.times(frame)).containsExactly(7_209_999_000_000L);
    }

    @Test
    void everyTypeOfAColumnIsRead() throws Exception {
        var frame =
                answer(
                        "table",
                        """
                        #datatype,string,long,dateTime:RFC3339Nano,long,boolean,string,unsignedLong
                        #group,false,false,false,false,false,false,false
                        #default,_result,,,,,none,
                        ,result,table,_time,n,ok,text,big
                        ,,0,2026-01-01T00:00:00.000000002Z,9007199254740993,true,"a ""b"",
                        c",18446744073709551615
                        ,,0,2026-01-01T00:00:00.000000001Z,,false,,1
                        """);

        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "n", "ok", "text", "big");
        assertThat(Frames.times(frame)[1] - Frames.times(frame)[0]).isEqualTo(1);
        var numbers = (LongColumn) frame.fields().get(1).column();
        assertThat(numbers.isNull(0)).isTrue();
        assertThat(numbers.value(1)).isEqualTo(9_007_199_254_740_993L);
        assertThat(frame.fields().get(2).column()).isEqualTo(BooleanColumn.of(false, true));
        assertThat(frame.fields().get(3).column())
                .isEqualTo(StringColumn.of("none", "a \"b\",\nc"));
        assertThat(frame.fields().get(4).column().type()).isEqualTo(FieldType.FLOAT64);
    }

    @Test
    void timesInATableWithoutTimeAreTexts() throws Exception {
        var frame =
                answer(
                        "table",
                        """
                        #datatype,string,long,dateTime:RFC3339,string
                        #group,false,false,false,false
                        #default,_result,,,
                        ,result,table,seen,host
                        ,,0,2026-01-01T00:00:00Z,a
                        """);

        assertThat(frame.fields().getFirst().column())
                .isEqualTo(StringColumn.of("2026-01-01T00:00:00Z"));
    }

    @Test
    void pivotedColumnsAreSeries() throws Exception {
        var frame =
                answer(
                        "",
                        """
                        #datatype,string,long,dateTime:RFC3339,double,double,string
                        #group,false,false,false,false,false,true
                        #default,_result,,,,,
                        ,result,table,_time,used,free,host
                        ,,0,2026-01-01T00:00:00Z,1.5,NaN,a

                        #datatype,string,long,dateTime:RFC3339,double,double,string
                        #group,false,false,false,false,false,true
                        #default,_result,,,,,
                        ,result,table,_time,used,free,host
                        ,,1,2026-01-01T00:00:00Z,2,3,b
                        """);

        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "used {host: a}", "used {host: b}", "free {host: b}");
        assertThat(frame.rows()).isEqualTo(1);
    }

    @Test
    void errorsAreToldInItsWords() throws Exception {
        assertThatThrownBy(() ->
                        prepare("// v.timeRangeStart\n" + RANGE.replace("stop", "st"))
                                .fetch(range(1, 2)))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "Data source \"Test\" refused the query: cannot submit unbounded read to"
                                + " \"telegraf\", try range.");
        unhealthy("fleet", "wrong", "does not accept our credentials (status 401): unauthorized");
        unhealthy("other", InfluxDb2StandIn.TOKEN, "organization name \"other\" not found");
    }

    @Test
    void whatMayWorkLaterIsUnavailable() throws Exception {
        assertThat(failure(Answer.json(503, "{\"message\":\"busy\"}"), Settings.context()))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("status 503: busy");
        assertThat(failure(null, Settings.context(Duration.ofMillis(200), 10, 1000)))
                .isInstanceOf(UpstreamUnavailable.class);
    }

    @Test
    void answersOfSomethingElseAreRefused() throws Exception {
        for (var csv :
                new String[] {
                    "<html>,x",
                    ",a,b\n",
                    "#datatype,string,long\n,result,table\n,x\n,1,2,3\n",
                    "#datatype,string,long,long\n,result,table,_value\n,,0,many\n",
                    "#datatype,string,long,dateTime:RFC3339\n,result,table,_time\n,,0,now\n"
                }) {
            assertThat(failure(new Answer(200, "text/csv", csv), Settings.context()))
                    .isNotInstanceOf(UpstreamUnavailable.class)
                    .hasMessageContaining("does not answer as InfluxDB 2 does");
        }
    }

    @Test
    void tooMuchIsRefused() throws Exception {
        try (var small =
                open(
                        server,
                        "fleet",
                        InfluxDb2StandIn.TOKEN,
                        Settings.context(Duration.ofSeconds(5), 5, 100_000))) {
            assertThatThrownBy(() -> prepare(small, RANGE, "").fetch(range(0, 10)))
                    .hasMessageContaining("answered with more than 5 points or rows");
        }
    }

    @Test
    void healthTellsTheVersion() throws Exception {
        assertThat(upstream.checkHealth()).isEqualTo("InfluxDB v2.7.1");
    }

    private static void unhealthy(String organization, String token, String message)
            throws Exception {
        try (var other = open(server, organization, token, Settings.context())) {
            assertThatThrownBy(other::checkHealth)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(message);
        }
    }

    private static Frame answer(String format, String csv) throws Exception {
        try (var other = new HttpStandIn(_ -> new Answer(200, "text/csv", csv));
                var opened = open(other, "fleet", "", Settings.context())) {
            var query = prepare(opened, RANGE, format);
            assertThat(query.shape()).isEqualTo(format.isEmpty() ? Shape.SERIES : Shape.ROWS);
            return query.fetch(range(0, 10));
        }
    }

    private static SourceException failure(@Nullable Answer answer, UpstreamContext context)
            throws Exception {
        try (var other = new HttpStandIn(_ -> answer);
                var opened = open(other, "fleet", "", context)) {
            return catchThrowableOfType(
                    SourceException.class, () -> prepare(opened, RANGE, "").fetch(range(0, 10)));
        }
    }

    private static Upstream open(
            HttpStandIn server, String organization, String token, UpstreamContext context)
            throws SourceException {
        var settings =
                """
                {"version":"Flux","organization":"%s","defaultBucket":"tele\\"graf"}\
                """
                        .formatted(organization);
        return new InfluxDbType()
                .open(
                        Settings.dataSource(
                                "influxdb", server.url(), "", "", settings, Map.of("token", token)),
                        context);
    }

    private static PolledQuery prepare(String query) throws SourceException {
        return prepare(upstream, query, "");
    }

    private static PolledQuery prepare(Upstream upstream, String query, String format)
            throws SourceException {
        var json =
                JsonMapper.shared()
                        .writeValueAsString(Map.of("query", query, "resultFormat", format));
        return (PolledQuery) upstream.prepare(Settings.query(Duration.ofSeconds(10), json));
    }

    private static TimeRange range(long from, long to) {
        return new TimeRange(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
    }

    private static long[] seconds(long... seconds) {
        return Arrays.stream(seconds).map(each -> each * 1_000_000_000L).toArray();
    }
}
