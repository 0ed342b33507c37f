package dev.freshet.sources.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Frames;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Elasticsearch answers otherwise than OpenSearch, and what goes wrong on the way.
class ElasticsearchTypeTest {
    private static final TimeRange RANGE =
            new TimeRange(
                    Instant.ofEpochSecond(1_000_000_000), Instant.ofEpochSecond(1_000_000_060));
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final ElasticsearchStandIn server;
    private Upstream upstream;

    ElasticsearchTypeTest() throws IOException, SourceException {
        server = new ElasticsearchStandIn();
        upstream = open(server.url(), Duration.ofSeconds(20), 10_000_000);
    }

    private static Upstream open(String url, Duration timeout, long maxBytes)
            throws SourceException {
        return new ElasticsearchType()
                .open(
                        Settings.dataSource(
                                "elasticsearch",
                                url,
                                "",
                                "",
                                """
                                {"index":"logs-*","httpHeaderName1":"Authorization",
                                 "timeInterval":">15s","maxConcurrentShardRequests":3}
                                """,
                                Map.of("httpHeaderValue1", "ApiKey abc")),
                        Settings.context(timeout, 1000, maxBytes));
    }

    @AfterEach
    void close() {
        upstream.close();
        server.close();
    }

    private PolledQuery count() throws SourceException {
        return prepare(ElasticsearchStandIn.COUNT);
    }

    private PolledQuery prepare(String json) throws SourceException {
        return (PolledQuery) upstream.prepare(Settings.query(INTERVAL, json));
    }

    @Test
    void asksForTheBucketsOfTheRange() throws Exception {
        var frame = count().fetch(RANGE);

        var request = server.requests().getLast();
        assertThat(Frames.times(frame)).containsExactly(1_000_000_000_000_000_000L);
        assertThat(Frames.values(frame, 1)).containsExactly(7);
        assertThat(request.path()).isEqualTo("/logs-*/_search");
        assertThat(request.header()).containsEntry("authorization", "ApiKey abc");
        assertThat(request.parameters())
                .containsEntry("allow_partial_search_results", "false")
                .containsEntry("max_concurrent_shard_requests", "3");
        assertThat(server.lastBody().path("query"))
                .hasToString(
                        "{\"bool\":{\"filter\":[{\"range\":{\"@timestamp\":{\"gte\":1000000000000,"
                            + "\"lt\":1000000060000,\"format\":\"epoch_millis\"}}},"
                            + "{\"query_string\":{\"analyze_wildcard\":true,\"query\":\"status:500\"}}]}}");
        assertThat(server.lastBody().path("aggs").path("9").path("date_histogram"))
                .hasToString(
                        "{\"field\":\"@timestamp\",\"fixed_interval\":\"15s\",\"min_doc_count\":0,"
                            + "\"extended_bounds\":{\"min\":1000000000000,\"max\":1000000059999},"
                            + "\"format\":\"epoch_millis\"}");
    }

    @Test
    void healthTellsTheVersion() throws Exception {
        assertThat(upstream.checkHealth())
                .isEqualTo("Elasticsearch 8.15.2; 2 indexes with time field @timestamp");
    }

    @ParameterizedTest
    @CsvSource({"6.8.23", "7.9.3"})
    void oldVersionsAreRefused(String version) {
        server.version(version);

        assertThatThrownBy(upstream::checkHealth)
                .hasMessage(
                        "Data source \"Test\" is Elasticsearch " + version + ", which is too old.");
    }

    @Test
    void failedShardsAreNoAnswer() throws Exception {
        var query = count();
        server.answerSearch(body ->
                body.replace(
                        "\"failed\":0",
                        """
                        "failed":1,"failures":[{"shard":0,"index":"logs-1","reason":
                         {"type":"query_shard_exception","reason":"failed to create query",
                          "caused_by":{"type":"x","reason":"no field mapping for x"}}}]\
                        """));

        assertThatThrownBy(() -> query.fetch(RANGE))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessage(
                        "Data source \"Test\" answered without 1 of 2 shards: failed to create"
                                + " query (no field mapping for x).");
    }

    @Test
    void shardsThatAreAwayMayComeBack() throws Exception {
        var query = count();
        server.answerSearch(body ->
                body.replace(
                        "\"failed\":0",
                        """
                        "failed":1,"failures":[{"shard":0,"reason":
                         {"type":"no_shard_available_action_exception","reason":null}}]\
                        """));

        assertThatThrownBy(() -> query.fetch(RANGE)).isInstanceOf(UpstreamUnavailable.class);
    }

    @Test
    void searchesThatTimedOutAreNoAnswer() throws Exception {
        var query = count();
        server.answerSearch(body -> body.replace("\"timed_out\":false", "\"timed_out\":true"));

        assertThatThrownBy(() -> query.fetch(RANGE))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessage("Data source \"Test\" gave up the search before it was complete.");
    }

    @Test
    void remoteClustersThatAreAwayAreNoAnswer() throws Exception {
        var query = count();
        server.answerSearch(body ->
                body.replace(
                        "\"took\":3",
                        "\"took\":3,\"_clusters\":{\"total\":2,\"successful\":1,\"skipped\":1}"));

        assertThatThrownBy(() -> query.fetch(RANGE))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("without 1 of its remote clusters");
    }

    @Test
    void errorsAreToldInItsWords() throws Exception {
        var query = count();
        server.answer(
                400,
                """
                {"error":{"root_cause":[{"type":"query_shard_exception",
                  "reason":"Failed to parse query [a:]"}],"type":"search_phase_execution_exception",
                  "reason":"all shards failed","phase":"query","grouped":true,"failed_shards":[]},
                 "status":400}
                """);

        assertThatThrownBy(() -> query.fetch(RANGE))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessageContaining("(status 400): Failed to parse query [a:]");
    }

    @Test
    void wrongCredentialsAreTold() {
        server.answer(
                401,
                """
                {"error":{"root_cause":[{"type":"security_exception",
                  "reason":"unable to authenticate with provided credentials"}],
                  "type":"security_exception"},"status":401}
                """);

        assertThatThrownBy(upstream::checkHealth)
                .hasMessageContaining("does not accept our credentials (status 401)")
                .hasMessageContaining("unable to authenticate");
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void busyServersMayAnswerLater(int status) throws Exception {
        var query = count();
        server.answer(
                status,
                """
                {"error":{"type":"search_phase_execution_exception","reason":"","root_cause":[],
                 "failed_shards":[{"reason":{"type":"es_rejected_execution_exception",
                 "reason":"rejected execution"}}]},"status":429}
                """);

        assertThatThrownBy(() -> query.fetch(RANGE))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("rejected execution");
    }

    @Test
    void whatIsNoElasticsearchIsTold() throws Exception {
        var query = count();
        server.answer(200, "{\"hello\":1}");

        assertThatThrownBy(() -> query.fetch(RANGE)).hasMessageContaining("as Elasticsearch does");
        assertThatThrownBy(upstream::checkHealth).hasMessageContaining("its version");
    }

    @Test
    void brokenAnswersAreTold() throws Exception {
        var query = count();
        server.answer(200, "{\"took\":");

        assertThatThrownBy(() -> query.fetch(RANGE))
                .hasMessageContaining("did not answer with JSON");
    }

    @Test
    void silenceIsUnavailable() throws Exception {
        upstream.close();
        upstream = open(server.url(), Duration.ofMillis(200), 10_000);
        var query = count();
        server.beSilent();

        assertThatThrownBy(() -> query.fetch(RANGE))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("did not answer within 0.2 s");
    }

    @Test
    void longAnswersAreRefused() throws Exception {
        upstream.close();
        upstream = open(server.url(), Duration.ofSeconds(20), 100);
        var query = count();

        assertThatThrownBy(() -> query.fetch(RANGE)).hasMessageContaining("more than 100 bytes");
    }

    @Test
    void downIsUnavailable() throws Exception {
        var query = count();
        server.close();

        assertThatThrownBy(() -> query.fetch(RANGE)).isInstanceOf(UpstreamUnavailable.class);
    }

    @Test
    void tooManyPointsAreRefused() throws Exception {
        var bucket = "{\"key\":1000000000000,\"doc_count\":7},";
        var query = count();
        server.answerSearch(
                body -> body.replace("\"buckets\":[", "\"buckets\":[" + bucket.repeat(1000)));

        assertThatThrownBy(() -> query.fetch(RANGE)).hasMessageContaining("more than 1000");
    }
}
