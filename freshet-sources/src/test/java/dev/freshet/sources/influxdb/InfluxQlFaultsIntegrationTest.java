package dev.freshet.sources.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.HttpStandIn;
import dev.freshet.sources.fixture.HttpStandIn.Answer;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What happens when an InfluxDB, or what answers in its place, is not as it should be.
class InfluxQlFaultsIntegrationTest {
    private static final TimeRange RANGE =
            new TimeRange(Instant.ofEpochSecond(1000), Instant.ofEpochSecond(1010));
    private static final String SERIES =
            """
            {"results":[{"statement_id":0,"series":[
                {"name":"cpu","columns":["time","value"],"values":[%s]%s}]}]}\
            """;

    @Test
    void asksForTheRangeInNanoseconds() throws Exception {
        try (var server = new HttpStandIn(_ -> Answer.json("{\"results\":[{}]}"))) {
            assertThat(fetch(server, Settings.context()).fields()).isEmpty();

            var request = server.requests().getFirst();
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).isEqualTo("/query");
            assertThat(request.parameters())
                    .containsEntry("db", "test")
                    .containsEntry("epoch", "ns")
                    .containsEntry(
                            "q",
                            "SELECT value FROM cpu WHERE time >= 1000000000000ns and time <"
                                    + " 1010000000000ns");
        }
    }

    @Test
    void whatMayWorkLaterIsUnavailable() throws Exception {
        unavailable(Answer.json(503, "{\"error\":\"starting\"}"), "status 503: starting");
        unavailable(
                Answer.json(
                        "{\"results\":[{\"error\":\"max-concurrent-queries limit exceeded(1,"
                                + " 1)\"}]}"),
                "max-concurrent-queries limit exceeded");
        unavailable(null, "did not answer within 0.2 s");
        var closed = new HttpStandIn(_ -> null);
        closed.close();
        assertThatThrownBy(() -> fetch(closed, Settings.context()))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void answersOfSomethingElseAreRefused() throws Exception {
        refused(new Answer(200, "text/html", "<html>"), "did not answer with JSON");
        refused(Answer.json("{}"), "does not answer as InfluxDB does: no results.");
        refused(Answer.json("{\"error\":\"no such thing\"}"), "refused the query: no such thing.");
        refused(Answer.json(SERIES.formatted("[\"x\",1]", "")), "a row without a time");
        refused(Answer.json(SERIES.formatted("[]", "")), "a row without a time");
        refused(new Answer(404, "text/plain", "not found"), "refused the query (status 404)");
    }

    @Test
    void anAnswerThatWasCutIsRefused() throws Exception {
        refused(
                Answer.json(SERIES.formatted("[1,1]", ",\"partial\":true")),
                "gives only the beginning of the answer");
    }

    @Test
    void tooMuchIsRefused() throws Exception {
        var answer = Answer.json(SERIES.formatted("[1,1],[2,2],[3,3]", ""));

        assertThat(failure(answer, Settings.context(Duration.ofSeconds(5), 2, 10_000)))
                .hasMessage("Data source \"Test\" answered with more than 2 points or rows.");
        assertThat(failure(answer, Settings.context(Duration.ofSeconds(5), 2, 20)))
                .hasMessageContaining("answered with more than 20 bytes");
    }

    private static void unavailable(@Nullable Answer answer, String message) throws Exception {
        assertThat(failure(answer, Settings.context(Duration.ofMillis(200), 10, 10_000)))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining(message);
    }

    private static void refused(Answer answer, String message) throws Exception {
        assertThat(failure(answer, Settings.context()))
                .isNotInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining(message);
    }

    private static SourceException failure(@Nullable Answer answer, UpstreamContext context)
            throws Exception {
        try (var server = new HttpStandIn(_ -> answer)) {
            return catchThrowableOfType(SourceException.class, () -> fetch(server, context));
        }
    }

    private static Frame fetch(HttpStandIn server, UpstreamContext context) throws Exception {
        var dataSource = Settings.dataSource("influxdb", server.url(), "{\"dbName\":\"test\"}");
        try (var upstream = new InfluxDbType().open(dataSource, context)) {
            var query = "{\"rawQuery\":true,\"query\":\"SELECT value FROM cpu WHERE $timeFilter\"}";
            return ((PolledQuery) upstream.prepare(Settings.query(Duration.ofSeconds(10), query)))
                    .fetch(RANGE);
        }
    }
}
