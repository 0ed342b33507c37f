package dev.freshet.sources.httpjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.DataSource;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamCosts;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HttpJsonTest {
    private static final Instant FROM = Instant.parse("2026-11-25T10:00:00Z");
    private static final TimeRange RANGE = new TimeRange(FROM, FROM.plusMillis(60_500));
    private static final long NANOS = 1_795_600_800_000_000_000L;
    private static final String ROWS =
            """
            {"url": "/rows", "root": "$.items", "fields": [
              {"jsonPath": "$.host", "name": "host", "type": "string"},
              {"jsonPath": "$.at", "name": "at", "type": "time"},
              {"jsonPath": "$.load.one", "name": "load", "type": "number"}]}\
            """;
    private static final String ITEMS =
            """
            {"items": [{"host": "a", "at": "2026-11-25T10:00:00Z", "load": {"one": 1.5}},
                       {"host": "b", "at": 1795600801, "load": {}}]}\
            """;

    private final UpstreamCosts costs = new UpstreamCosts();

    @SuppressWarnings("NullAway.Init")
    private JsonServer server;

    @SuppressWarnings("NullAway.Init")
    private Upstream upstream;

    @BeforeEach
    void open() throws IOException, SourceException {
        server = new JsonServer();
        upstream = open("freshet-json-datasource", server.url(), "{}", Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        upstream.close();
        server.close();
    }

    private Upstream open(String type, String url, String json, Duration timeout)
            throws SourceException {
        return new HttpJsonType()
                .open(
                        new DataSource(
                                1,
                                "api",
                                type,
                                "Status",
                                url,
                                "",
                                "",
                                true,
                                "viewer",
                                RawJson.of(json),
                                Map.of("basicAuthPassword", "s3cret"),
                                Instant.EPOCH),
                        new UpstreamContext(timeout, 1000, 100_000, costs, InstantSource.system()));
    }

    private PolledQuery query(String json) throws SourceException {
        return query(upstream, json);
    }

    private static PolledQuery query(Upstream of, String json) throws SourceException {
        var model = (ObjectNode) JsonMapper.shared().readTree(json);
        return (PolledQuery)
                of.prepare(new QueryModel(model, Duration.ofSeconds(5), Duration.ofHours(1), 500));
    }

    private Frame fetch(String json) throws SourceException, InterruptedException {
        return query(json).fetch(RANGE);
    }

    private static Column column(Frame frame, String name) {
        return frame.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow()
                .column();
    }

    @Test
    void rowsBecomeATableWithItsTimeFirst() throws Exception {
        server.json("/rows", ITEMS);

        var query = query(ROWS);
        var frame = query.fetch(RANGE);

        assertThat(query.shape()).isEqualTo(PolledQuery.Shape.ROWS);
        assertThat(frame.fields()).extracting(Field::name).containsExactly("at", "host", "load");
        assertThat(column(frame, "at")).isEqualTo(TimeColumn.of(NANOS, NANOS + 1_000_000_000));
        assertThat(column(frame, "host")).isEqualTo(StringColumn.of("a", "b"));
        assertThat(((DoubleColumn) column(frame, "load")).value(0)).isEqualTo(1.5);
        assertThat(column(frame, "load").isNull(1)).isTrue();
        assertThat(server.asked.getFirst().header("Authorization")).startsWith("Basic ");
        assertThat(costs.counts().bytes()).isEqualTo(ITEMS.length());
    }

    /// The field was one of texts from then on, and so were the numbers that came later.
    @Test
    void aFieldThatNoValueTellsTheTypeOfIsLeftOut() throws Exception {
        var query =
                query(
                        """
                        {"url": "late", "root": "$", "fields": [
                          {"jsonPath": "host"}, {"jsonPath": "load"}]}\
                        """);
        server.json("/late", "[{\"host\": \"a\", \"load\": null}]");
        assertThat(query.fetch(RANGE).fields()).extracting(Field::name).containsExactly("host");

        server.json("/late", "[{\"host\": \"a\", \"load\": 1}]");
        assertThat(column(query.fetch(RANGE), "load").type()).isEqualTo(FieldType.FLOAT64);
    }

    @Test
    void numbersBecomeSeriesInTheOrderOfTheirTimes() throws Exception {
        server.json(
                "/s",
                """
                [{"t": 1795600802000, "v": 2, "w": "3.5"}, {"t": 1795600801000, "v": 1}]\
                """);

        var query =
                query(
                        """
                        {"url": "s", "format": "time_series", "root": "$", "fields": [
                          {"jsonPath": "t", "type": "time", "timeFormat": "ms"},
                          {"jsonPath": "v"}, {"jsonPath": "$['w']", "name": "other"}]}\
                        """);
        var frame = query.fetch(RANGE);

        assertThat(query.shape()).isEqualTo(PolledQuery.Shape.SERIES);
        assertThat(frame.fields()).extracting(Field::name).containsExactly("Time", "v", "other");
        assertThat(frame.fields().getFirst().column())
                .isEqualTo(TimeColumn.of(NANOS + 1_000_000_000, NANOS + 2_000_000_000));
        assertThat(column(frame, "v")).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 1, 2));
    }

    @Test
    void pathsFromTheTopAreColumns() throws Exception {
        server.json(
                "/c", "{\"data\": [{\"x\": true, \"y\": {\"z\": [1]}}, {\"x\": false, \"y\": 2}]}");

        var frame =
                fetch(
                        """
                        {"urlPath": "/c", "fields": [{"jsonPath": "$.data[*].x"},
                          {"jsonPath": "$.data[*].y", "type": "json"}]}\
                        """);

        assertThat(column(frame, "x")).isEqualTo(BooleanColumn.of(true, false));
        assertThat(column(frame, "y")).hasToString("json.RawMessage[{\"z\":[1]}, 2]");
    }

    @Test
    void columnsOfUnequalLengthAreRefused() {
        server.json("/c", "{\"a\": [1, 2], \"b\": [1]}");

        assertThatThrownBy(() ->
                        fetch(
                                """
                                {"url": "/c", "fields": [{"jsonPath": "$.a[*]"},
                                  {"jsonPath": "$.b[*]"}]}\
                                """))
                .hasMessageContaining("1 values of field \"b\" and 2 of \"a\"");
    }

    @Test
    void rangeAndParametersAreSent() throws Exception {
        server.json("/p/x", "[]");
        var other =
                open(
                        "freshet-json-datasource",
                        server.url() + "/p/",
                        "{\"queryParams\":\"key=1\"}",
                        Duration.ofSeconds(20));
        try (other) {
            query(
                            other,
                            """
                            {"url": "x?a=$__from", "method": "post", "params": {"b c": "${__to}&d"},
                             "headers": [["X-Range", "${__from:date:iso}"]],
                             "body": "{\\"until\\": ${__to:date:seconds}, \\"every\\": \\"$__interval\\"}",
                             "root": "$", "fields": [{"jsonPath": "a"}]}\
                            """)
                    .fetch(RANGE);
        }

        var asked = server.asked.getFirst();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.uri()).isEqualTo("/p/x?a=1795600800000&b+c=1795600860500%26d&key=1");
        assertThat(asked.header("X-range")).isEqualTo("2026-11-25T10:00:00.000Z");
        assertThat(asked.header("Content-type")).isEqualTo("application/json");
        assertThat(asked.body()).isEqualTo("{\"until\": 1795600861, \"every\": \"5s\"}");
    }

    @Test
    void whatHasNotChangedIsNotReadAgain() throws Exception {
        server.tagged("/rows", "\"v1\"", ITEMS);
        var query = query(ROWS);
        var first = query.fetch(RANGE);

        var second = query.fetch(RANGE);
        server.tagged("/rows", "\"v2\"", "{\"items\": []}");
        var third = query.fetch(RANGE);

        assertThat(second).isSameAs(first);
        assertThat(third.rows()).isZero();
        assertThat(server.asked)
                .extracting(asked -> asked.header("If-none-match"))
                .containsExactly("", "\"v1\"", "\"v1\"");
        assertThat(costs.counts().bytes()).isEqualTo(ITEMS.length() + "{\"items\": []}".length());
    }

    @Test
    void theTimeOfTheLastChangeWorksAlike() throws Exception {
        server.modified("/rows", "Wed, 25 Nov 2026 10:00:00 GMT", ITEMS);
        var query = query(ROWS);
        var first = query.fetch(RANGE);

        assertThat(query.fetch(RANGE)).isSameAs(first);
    }

    @Test
    void anotherRangeThatIsSentIsAnotherRequest() throws Exception {
        server.tagged("/rows", "\"v1\"", ITEMS);
        var query = query(ROWS.replace("/rows", "/rows?from=$__from"));
        query.fetch(RANGE);

        query.fetch(new TimeRange(RANGE.to(), RANGE.to().plusSeconds(5)));

        assertThat(server.asked.getLast().header("If-none-match")).isEmpty();
    }

    @Test
    void nothingChangedWithoutBeingAskedIsAnError() {
        server.page("/rows", 304, "text/plain", "", "", "");

        assertThatThrownBy(() -> fetch(ROWS)).hasMessageContaining("was not asked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/x",
                "https://evil.example/",
                "//evil.example/",
                "\\\\evil.example",
                "../secret",
                "/a/../../secret",
                "/..;/secret",
                "/%2e.%3Bx=1/secret",
                "/a/%2e%2E/secret",
                "/a%2f..%2fsecret",
                "file:/etc/passwd",
                "/a#b",
                "/a b",
                "/${__from:date:YYYY}",
            })
    void addressesThatLeadAwayAreRefused(String url) {
        assertThatThrownBy(() -> query(ROWS.replace("/rows", url.replace("\\", "\\\\"))))
                .isInstanceOf(SourceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@evil.example/", ":1/", ".evil.example/", "?x=http://evil.example"})
    void oddEndsOfAddressesStayOnTheHost(String url) throws Exception {
        try {
            fetch(ROWS.replace("/rows", url));
        } catch (SourceException e) {
            // refused, or no such page
        }
        try {
            fetch(ROWS.replace("/rows", server.url() + url));
        } catch (SourceException e) {
            // refused, or no such page
        }

        assertThat(server.asked).hasSize(2);
    }

    @Test
    void theDataSourcesOwnAddressMayStandInFront() throws Exception {
        server.json("/rows", ITEMS);

        assertThat(fetch(ROWS.replace("/rows", server.url() + "/rows")).rows()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\": \"/a\", \"fields\": []}",
                "{\"url\": \"/a\", \"method\": \"PUT\", \"fields\": [{\"jsonPath\": \"a\"}]}",
                "{\"url\": \"/a\", \"body\": \"x\", \"fields\": [{\"jsonPath\": \"a\"}]}",
                "{\"url\": \"/a\", \"root\": \"$[\", \"fields\": [{\"jsonPath\": \"a\"}]}",
                "{\"url\": \"/a\", \"root\": \"$..a..b\", \"fields\": [{\"jsonPath\": \"a\"}]}",
                "{\"url\": \"/a\", \"root\": \"$[?(@.a =~ /x/)]\", \"fields\": [{\"jsonPath\":"
                        + " \"a\"}]}",
                "{\"url\": \"/a\", \"fields\": [{\"jsonPath\": \"\"}]}",
                "{\"url\": \"/a\", \"fields\": [{\"jsonPath\": \"a\", \"type\": \"money\"}]}",
                "{\"url\": \"/a\", \"fields\": [{\"jsonPath\": \"a\", \"timeFormat\": \"DD\"}]}",
                "{\"url\": \"/a\", \"fields\": [{\"jsonPath\": \"a\", \"language\": \"jsonata\"}]}",
                "{\"url\": \"/a\", \"fields\": [{\"jsonPath\": \"a\"}, {\"jsonPath\": \"$.a\"}]}",
                "{\"url\": \"/a\", \"format\": \"time_series\", \"fields\": [{\"jsonPath\":"
                        + " \"a\"}]}",
                "{\"url\": \"/a\", \"format\": \"logs\", \"fields\": [{\"jsonPath\": \"a\"}]}",
                "{\"url\": \"/a\", \"headers\": {\"Host\": \"x\"}, \"fields\": [{\"jsonPath\":"
                        + " \"a\"}]}",
                "{\"url\": \"/a\", \"headers\": {\"X\": \"a\\r\\nY: b\"}, \"fields\":"
                        + " [{\"jsonPath\": \"a\"}]}",
                "{\"url\": \"/a\", \"headers\": {\"authorization\": \"x\"}, \"fields\":"
                        + " [{\"jsonPath\": \"a\"}]}",
            })
    void wrongQueriesAreRefused(String json) {
        assertThatThrownBy(() -> query(json)).isInstanceOf(SourceException.class);
        assertThat(server.asked).isEmpty();
    }

    @Test
    void valuesOfTheWrongTypeAreTold() {
        server.json("/rows", "{\"items\": [{\"at\": \"soon\"}]}");

        assertThatThrownBy(() -> fetch(ROWS))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessage("Field \"at\" has the value \"soon\", which is not a time.");

        server.json("/rows", "{\"items\": [{\"load\": {\"one\": []}}]}");
        assertThatThrownBy(() -> fetch(ROWS)).hasMessageContaining("which is not a number");
    }

    @Test
    void unitsOfTimesCanBeSaid() throws Exception {
        server.json("/t", "[{\"s\": 1.5, \"ms\": 1, \"us\": \"1\", \"ns\": 1}]");

        var frame =
                fetch(
                        """
                        {"url": "/t", "root": "$", "fields": [
                          {"jsonPath": "s", "type": "time", "timeFormat": "s"},
                          {"jsonPath": "ms", "type": "time", "timeFormat": "ms"},
                          {"jsonPath": "us", "type": "time", "timeFormat": "us"},
                          {"jsonPath": "ns", "type": "time", "timeFormat": "ns"}]}\
                        """);

        assertThat(frame.fields())
                .extracting(Field::column)
                .containsExactly(
                        TimeColumn.of(1_500_000_000),
                        TimeColumn.of(1_000_000),
                        TimeColumn.of(1_000),
                        TimeColumn.of(1));
    }

    @Test
    void aPathThatLeadsNowhereIsNoRows() throws Exception {
        server.json("/rows", "{\"other\": 1}");

        assertThat(fetch(ROWS).rows()).isZero();
    }

    @Test
    void anAnswerInHtmlIsRefused() {
        server.page("/rows", 200, "text/html", "<!doctype html><title>Sign in</title>", "", "");

        assertThatThrownBy(() -> fetch(ROWS))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageStartingWith("Data source \"Status\" did not answer with JSON");
    }

    @Test
    void redirectsAreNotFollowed() {
        server.page("/rows", 302, "text/plain", "", "Location", "http://127.0.0.1:1/");

        assertThatThrownBy(() -> fetch(ROWS)).hasMessageContaining("redirect");
    }

    @Test
    void tooMuchIsRefused() {
        server.json("/rows", "[" + "1,".repeat(60_000) + "1]");
        assertThatThrownBy(() -> fetch(ROWS)).hasMessageContaining("more than 100000 bytes");

        server.json("/rows", "{\"items\":[" + "{},".repeat(1000) + "{}]}");
        assertThatThrownBy(() -> fetch(ROWS)).hasMessageContaining("more than 1000 rows");
    }

    @Test
    void refusalsAreToldInTheServicesWords() {
        server.page(
                "/rows",
                422,
                "application/json",
                "{\"error\":{\"message\":\"no such unit\"}}",
                "",
                "");
        assertThatThrownBy(() -> fetch(ROWS))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageContaining("no such unit");

        server.page("/rows", 401, "text/html", "<b>go away</b>", "", "");
        assertThatThrownBy(() -> fetch(ROWS))
                .hasMessage("Data source \"Status\" does not accept our credentials (status 401).");

        server.page("/rows", 503, "text/plain", "", "", "");
        assertThatThrownBy(() -> fetch(ROWS)).isInstanceOf(UpstreamUnavailable.class);
    }

    @Test
    void aServiceThatDoesNotAnswerIsGivenUp() throws Exception {
        try (var impatient =
                open("freshet-json-datasource", server.url(), "{}", Duration.ofMillis(200))) {
            var query = query(impatient, ROWS.replace("/rows", "/slow"));

            assertThatThrownBy(() -> query.fetch(RANGE))
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessageContaining("did not answer within 0.2 s");
        }
    }

    @Test
    void plainQueriesOfInfinityAreUnderstood() throws Exception {
        server.json("/i", "{\"data\": {\"rows\": [{\"when\": 1795600800, \"a\": {\"b\": 4}}]}}");
        try (var infinity =
                open(
                        "yesoreyeram-infinity-datasource",
                        server.url(),
                        "{}",
                        Duration.ofSeconds(20))) {
            var frame =
                    query(
                                    infinity,
                                    """
                                    {"type": "json", "source": "url", "url": "/i", "format": "table",
                                     "url_options": {"method": "GET",
                                       "params": [{"key": "from", "value": "$__from"}]},
                                     "root_selector": "data.rows", "columns": [
                                       {"selector": "when", "text": "Time", "type": "timestamp_epoch_s"},
                                       {"selector": "a.b", "text": "B", "type": "number"}]}\
                                    """)
                            .fetch(RANGE);

            assertThat(column(frame, "Time")).isEqualTo(TimeColumn.of(NANOS));
            assertThat(column(frame, "B")).isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 4));
            assertThat(server.asked.getFirst().uri()).isEqualTo("/i?from=1795600800000");
            assertThatThrownBy(() -> query(infinity, "{\"type\": \"csv\", \"source\": \"url\"}"))
                    .hasMessageContaining("\"csv\"");
            assertThatThrownBy(() ->
                            query(infinity, "{\"root_selector\": \"$map(a, f)\", \"columns\": []}"))
                    .hasMessageContaining("$map(a, f)");
        }
    }

    @Test
    void healthAsksForTheAddressItself() throws Exception {
        server.json("/", "{}");

        assertThat(upstream.checkHealth()).isEqualTo("It answers with status 200");
    }

    @Test
    void queriesOfOneIdentityGetTheSameAnswers() throws Exception {
        assertThat(query(ROWS).identity()).isEqualTo(query(ROWS).identity());
        assertThat(query(ROWS).identity())
                .isNotEqualTo(query(ROWS.replace("\"number\"", "\"string\"")).identity());
    }
}
