package dev.freshet.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.SourcesServer;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Programs;
import dev.freshet.sources.fixture.ServerProcess;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A panel's query of a real Prometheus becomes a channel. The query is `time()`, whose value at
/// each step is the step's time, so that every gap and every repeat shows.
class QueryToStreamIntegrationTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir private static Path folder;
    private static ServerProcess prometheus;

    @TempDir private Path data;
    private SourcesServer server;

    @BeforeAll
    static void startPrometheus() throws Exception {
        Programs.require("prometheus", "prometheus");
        prometheus = ServerProcess.start(folder, "/-/ready", QueryToStreamIntegrationTest::command);
    }

    private static List<String> command(int port) throws IOException {
        var config = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        return List.of(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    @AfterAll
    static void stopPrometheus() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        provision(prometheus.url());
        server = new SourcesServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void provision(String url) throws IOException {
        SourcesServer.provision(
                data,
                """
                apiVersion: 1
                datasources:
                  - name: Prometheus
                    uid: prom
                    type: prometheus
                    url: %s
                    jsonData: {timeInterval: 1s}
                    streams:
                      - {name: clock, interval: 1s, range: 20s, query: {expr: time()}}
                      - {name: broken, query: {expr: "time("}}
                """
                        .formatted(url));
    }

    private static String body(String expr, String more) {
        return """
        {"from":"now-30s","to":"now"%s,"queries":[
          {"refId":"A","datasource":{"uid":"prom"},"expr":"%s","range":true,"intervalMs":1000}]}
        """
                .formatted(more, expr);
    }

    private JsonNode query(String body) throws Exception {
        return JSON.readTree(server.post("/api/ds/query", body).body()).path("results");
    }

    private String channel(String expr) throws Exception {
        var frame = query(body(expr, "")).at("/A/frames/0");
        assertThat(frame.at("/schema/fields")).isEmpty();
        return frame.at("/schema/meta/channel").stringValue();
    }

    /// The seconds that a subscriber is shown.
    private static final class Shown {
        final List<Long> seconds = new ArrayList<>();

        Shown add(JsonNode frame) {
            var values = frame.at("/data/values/1");
            values.forEach(value -> seconds.add(value.longValue()));
            return this;
        }

        void assertNoGapAndNoRepeat() {
            assertThat(seconds)
                    .isEqualTo(
                            LongStream.rangeClosed(seconds.getFirst(), seconds.getLast())
                                    .boxed()
                                    .toList());
        }
    }

    private static Shown subscribe(TestClient client, String channel) {
        return new Shown()
                .add(JSON.readTree(client.subscribe("1/" + channel)).at("/subscribe/data"));
    }

    private static void follow(TestClient client, Shown shown, int publications) {
        for (int i = 0; i < publications; i++) {
            shown.add(JSON.readTree(client.next()).at("/push/pub/data"));
        }
    }

    @Test
    void theFirstReplyHasTheRangeAndLivePointsFollow() throws Exception {
        var channel = channel("time()");
        try (var client = server.connect()) {
            var shown = subscribe(client, channel);
            assertThat(shown.seconds).hasSizeBetween(30, 31);
            follow(client, shown, 3);

            shown.assertNoGapAndNoRepeat();
        }
    }

    @Test
    void whoComesLaterIsShownTheSame() throws Exception {
        var channel = channel("time()");
        try (var first = server.connect();
                var second = server.connect()) {
            follow(first, subscribe(first, channel), 2);
            var shown = subscribe(second, channel);
            assertThat(shown.seconds).hasSizeGreaterThanOrEqualTo(30);
            follow(second, shown, 2);

            shown.assertNoGapAndNoRepeat();
        }
    }

    @Test
    void whoComesBackIsGivenWhatItMissed() throws Exception {
        var channel = channel("time()");
        try (var other = server.connect()) {
            subscribe(other, channel);
            var shown = new Shown();
            var since = leave(shown, channel);
            other.next();
            other.next();
            try (var client = server.connect()) {
                var reply = comeBack(client, channel, since);
                assertThat(reply.path("recovered").booleanValue()).isTrue();
                assertThat(reply.at("/data/data")).isEmpty();
                reply.path("publications").forEach(each -> shown.add(each.path("data")));
                follow(client, shown, 2);
            }

            shown.assertNoGapAndNoRepeat();
        }
    }

    /// What a subscriber has seen when it goes, and where it was then.
    private String leave(Shown shown, String channel) {
        try (var client = server.connect()) {
            var reply = JSON.readTree(client.subscribe("1/" + channel)).path("subscribe");
            shown.add(reply.path("data"));
            var last = JSON.readTree(client.next()).at("/push/pub");
            shown.add(last.path("data"));
            return "\"recover\":true,\"epoch\":\"%s\",\"offset\":%d"
                    .formatted(reply.path("epoch").stringValue(), last.path("offset").longValue());
        }
    }

    private static JsonNode comeBack(TestClient client, String channel, String since) {
        var command = "\"subscribe\":{\"channel\":\"1/%s\",%s}".formatted(channel, since);
        return JSON.readTree(client.command(command)).path("subscribe");
    }

    private void comeBackUnrecovered(Shown shown, String channel, String since) {
        try (var client = server.connect()) {
            var reply = comeBack(client, channel, since);
            assertThat(reply.path("was_recovering").booleanValue()).isTrue();
            assertThat(reply.path("recovered").booleanValue(false)).isFalse();
            shown.add(reply.path("data"));
            follow(client, shown, 2);
        }
    }

    @Test
    void whoComesBackWhenPublicationsAreGoneIsGivenTheRowsThatItHasNot() throws Exception {
        var channel = channel("time()");
        try (var other = server.connect()) {
            subscribe(other, channel);
            var shown = new Shown();
            var since = leave(shown, channel);
            other.next();
            other.next();
            forgetPublications(channel);
            comeBackUnrecovered(shown, channel, since);

            assertThat(shown.seconds).hasSizeBetween(33, 45);
            shown.assertNoGapAndNoRepeat();
        }
    }

    private void forgetPublications(String channel) throws Exception {
        var answer =
                server.send(
                        server.request("/api/live/server/history_remove")
                                .header("X-API-Key", SourcesServer.SERVER_API_KEY)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"channel\":\"1/" + channel + "\"}")));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("error");
    }

    @Test
    void whoComesBackAfterARestartIsGivenTheRowsThatItHasNot() throws Exception {
        var channel = channel("time()");
        var shown = new Shown();
        var since = leave(shown, channel);
        server.close();
        server = new SourcesServer(data);
        comeBackUnrecovered(shown, channel, since);

        assertThat(shown.seconds).hasSizeBetween(33, 60);
        shown.assertNoGapAndNoRepeat();
    }

    @Test
    void twentyViewersAskPrometheusAsOftenAsOne() throws Exception {
        var channel = channel("time() + 0");
        try (var one = server.connect()) {
            subscribe(one, channel);
            long before = asked();
            var others = IntStream.range(0, 20).mapToObj(_ -> server.connect()).toList();
            others.forEach(client -> subscribe(client, channel));
            follow(one, new Shown(), 3);
            others.forEach(TestClient::close);

            // One question a second, and no more for the twenty.
            assertThat(asked() - before).isBetween(2L, 6L);
        }
    }

    private static long asked() throws Exception {
        return prometheus
                .get("/metrics")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("prometheus_http_requests_total")
                                && line.contains("/api/v1/query_range"))
                .mapToLong(
                        line -> (long) Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
                .sum();
    }

    @Test
    void panelsThatComeBackAfterARestartAreServed() throws Exception {
        var channel = channel("time() * 1");
        server.close();
        server = new SourcesServer(data);
        try (var client = server.connect()) {
            var shown = subscribe(client, channel);
            follow(client, shown, 2);

            shown.assertNoGapAndNoRepeat();
        }
    }

    @Test
    void whatPrometheusIsDownForIsShownWhenItIsBack() throws Exception {
        provision("http://127.0.0.1:9"); // nobody listens there
        server.reload();
        var channel = channel("time()");
        try (var client = server.connect()) {
            assertThat(client.subscribe("1/" + channel)).doesNotContain("\"error\"");
            assertThat(awaitInfo(channel, "cannot be reached: connection refused"))
                    .contains("\\\"Prometheus\\\"");
            provision(prometheus.url());
            server.reload();
            var shown = new Shown();
            follow(client, shown, 3);

            assertThat(shown.seconds).hasSizeGreaterThanOrEqualTo(30);
            shown.assertNoGapAndNoRepeat();
        }
    }

    private String awaitInfo(String channel, String text) throws Exception {
        return Eventually.get(
                () -> server.send("GET", "/api/live/info/" + channel).body(),
                info -> info.contains(text));
    }

    @Test
    void aNamedStreamNeedsNoQuery() throws Exception {
        try (var client = server.connect()) {
            var shown = subscribe(client, "ds/prom/clock");
            assertThat(server.send("GET", "/api/live/info/ds/prom/clock").body())
                    .contains("the rows of its range");
            assertThat(shown.seconds).hasSizeBetween(20, 21);
            follow(client, shown, 2);

            shown.assertNoGapAndNoRepeat();
        }
    }

    @Test
    void aNamedStreamWhoseQueryIsWrongIsRefusedInPrometheusWords() {
        try (var client = server.connect()) {
            assertThat(client.subscribe("1/ds/prom/broken"))
                    .contains("\"error\"", "parse error")
                    .doesNotContain("\"temporary\":true");
        }
    }

    @Test
    void healthIsAskedOfPrometheus() throws Exception {
        assertThat(server.send("GET", "/api/datasources/uid/prom/health").body())
                .contains("\"status\":\"OK\"", "Prometheus 2");
    }

    @Test
    void whatItCostsIsCounted() throws Exception {
        query(body("time()", ",\"live\":false"));

        assertThat(server.send("GET", "/metrics").body())
                .contains("grafana_live_source_queries_total{datasource=\"1/prom\"} 1");
    }

    @Test
    void rowsAreAnsweredWhenNoChannelIsWanted() throws Exception {
        var frame = query(body("time()", ",\"live\":false")).at("/A/frames/0");

        assertThat(frame.at("/schema/meta")).isEmpty();
        assertThat(frame.at("/schema/refId").stringValue()).isEqualTo("A");
        assertThat(frame.at("/data/values/0")).hasSizeBetween(30, 31);
    }

    @Test
    void aRangeThatHasPassedIsAnsweredWithRows() throws Exception {
        var passed = body("time()", "").replace("now-30s", "1000000").replace("\"now\"", "1010000");
        var frame = query(passed).at("/A/frames/0");

        assertThat(frame.at("/data/values/1/0").longValue()).isEqualTo(1000);
    }

    @Test
    void equalQueriesAreOneChannelWhateverTheirPanelCallsThem() throws Exception {
        var other = body("time()", "").replace("\"A\"", "\"B\"").replace("\"range\":true,", "");

        var key = "\"key\":\"Q-7a1c2b3d-0000-4000-8000-123456789abc-0\",\"refId\":\"B\"";

        assertThat(query(other).at("/B/frames/0/schema/meta/channel").stringValue())
                .isNotEqualTo(channel("time()"));
        assertThat(
                        query(body("time()", "").replace("\"refId\":\"A\"", key))
                                .at("/B/frames/0/schema/meta/channel")
                                .stringValue())
                .isEqualTo(channel("time()"));
    }

    @Test
    void theRpcAnswersTheSame() throws Exception {
        try (var client = server.connect()) {
            var reply =
                    client.command(
                            "\"rpc\":{\"method\":\"grafana.query\",\"data\":%s}"
                                    .formatted(body("time()", "").replace("\n", "")));

            assertThat(
                            JSON.readTree(reply)
                                    .at("/rpc/data/results/A/frames/0/schema/meta/channel")
                                    .stringValue())
                    .isEqualTo(channel("time()"));
            assertThat(client.command("\"rpc\":{\"method\":\"grafana.query\",\"data\":{}}"))
                    .contains("\"code\":107", "queries");
        }
    }

    @Test
    void whatIsWrongStandsInTheResult() throws Exception {
        var answer = server.post("/api/ds/query", body("time(", ",\"live\":false"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/results/A/error").stringValue())
                .contains("Prometheus", "parse error");
    }

    @Test
    void aBodyThatCannotBeReadIsRefused() throws Exception {
        assertThat(server.post("/api/ds/query", "{\"queries\":[]}").body())
                .contains("datasource.query.bad-body", "\\\"queries\\\" is missing");
        assertThat(server.post("/api/ds/query", "[").body()).contains("not JSON");
        assertThat(
                        server.post("/api/ds/query", body("time()", "").replace("now-30s", "then"))
                                .body())
                .contains("\\\"from\\\"");
        assertThat(server.post("/api/ds/query", body("time()", "").replace("prom", "pram")).body())
                .contains("Did you mean");
    }

    /// They have no number of nanoseconds: the server failed with an internal error.
    @Test
    void timesFarAwayAreRefused() throws Exception {
        for (var from : List.of("999999999999998", "now-999999999w")) {
            var body =
                    body("time()", ",\"live\":false")
                            .replace("now-30s", from)
                            .replace("\"to\":\"now\"", "\"to\":\"999999999999999\"");
            assertThat(server.post("/api/ds/query", body).body())
                    .contains("datasource.query.bad-body");
        }
    }

    /// Everything that is made live is kept for a month.
    @Test
    void aQueryThatIsTooLongToBeKeptIsAnsweredWithRowsOnly() throws Exception {
        var expr = "1 + " + "1 + ".repeat(20_000) + "time()";

        assertThat(query(body(expr, "")).at("/A/error").stringValue())
                .contains(" bytes as JSON; a live one may have 65536", "\"live\": false");
    }

    @Test
    void aChannelThatNobodyHasAskedForIsRefused() throws Exception {
        try (var client = server.connect()) {
            assertThat(client.subscribe("1/ds/prom/q/AAAAAAAAAAAAAAAAAAAA"))
                    .contains("\"code\":404", "AAAAAAAAAAAAAAAAAAAA");
        }
        assertThat(server.send("GET", "/api/live/info/ds/prom/q/AAAAAAAAAAAAAAAAAAAA").body())
                .contains("\"refusal\":{", "live.source.path-not-found", "Check its spelling");
    }
}
