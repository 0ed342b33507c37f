package dev.freshet.sources.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.Field;
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

/// Against a stand-in: there is no Loki server to be had for tests.
class LokiMetricTest {
    private static final long SECOND = 1_000_000_000;
    private static final TimeRange RANGE =
            new TimeRange(Instant.ofEpochSecond(100), Instant.ofEpochSecond(130));

    private final LokiStandIn server;
    private Upstream upstream;

    LokiMetricTest() throws IOException, SourceException {
        server = new LokiStandIn();
        upstream = open(Duration.ofSeconds(20), 1000);
        server.push("a", 95 * SECOND, "one");
        server.push("a", 109 * SECOND, "two");
        server.push("b", 120 * SECOND, "three");
    }

    private Upstream open(Duration timeout, int maxRows) throws SourceException {
        return new LokiType()
                .open(
                        Settings.dataSource(
                                "loki",
                                server.url(),
                                "",
                                "",
                                "{\"httpHeaderName1\":\"X-Scope-OrgID\"}",
                                Map.of("httpHeaderValue1", "team")),
                        Settings.context(timeout, maxRows, 1_000_000));
    }

    @AfterEach
    void close() {
        upstream.close();
        server.close();
    }

    private PolledQuery prepare(String json) throws SourceException {
        return (PolledQuery) upstream.prepare(Settings.query(Duration.ofSeconds(10), json));
    }

    private PolledQuery count() throws SourceException {
        return prepare(
                "{\"expr\":\"count_over_time({} [$__interval])\",\"legendFormat\":\"{{app}}!\"}");
    }

    @Test
    void numbersComeAtEveryStep() throws Exception {
        var query = count();

        var frame = query.fetch(RANGE);

        assertThat(query.shape()).isEqualTo(PolledQuery.Shape.SERIES);
        assertThat(query.step()).isEqualTo(Duration.ofSeconds(10));
        assertThat(query.completeAfter()).isZero();
        assertThat(frame.fields())
                .extracting(Field::name)
                .containsExactly("Time", "{app=\"a\"}", "{app=\"b\"}");
        assertThat(frame.fields().get(1).config()).hasToString("{\"displayNameFromDS\":\"a!\"}");
        assertThat(Frames.times(frame)).containsExactly(100 * SECOND, 110 * SECOND, 120 * SECOND);
        assertThat(Frames.values(frame, 1)).containsExactly(1, 1, 0);
        assertThat(frame.fields().get(1).column().isNull(2)).isTrue();
        assertThat(server.requests().getLast().parameters())
                .containsEntry("step", "10s")
                .containsEntry("start", "100000000000")
                .containsEntry("end", "120000000000");
    }

    @Test
    void instantQueriesAreOfTheRangesEnd() throws Exception {
        var query =
                prepare(
                        "{\"expr\":\"count_over_time({app=\\\"a\\\"}"
                                + " [$__auto])\",\"queryType\":\"instant\"}");

        var frame = query.fetch(RANGE);

        assertThat(query.step()).isZero();
        assertThat(Frames.values(frame, 1)).containsExactly(2);
        assertThat(server.requests().getLast().parameters().get("query")).contains("[1h]");
    }

    @Test
    void stepsOfTheQueryAreNeverShorterThanTheInterval() throws Exception {
        assertThat(prepare("{\"expr\":\"rate({}[1m])\",\"step\":\"1m\"}").step())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(prepare("{\"expr\":\"rate({}[1m])\",\"step\":\"1s\"}").step())
                .isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> prepare("{\"expr\":\"rate({}[1m])\",\"step\":\"soon\"}"))
                .hasMessageContaining("Member step of the query");
    }

    @Test
    void queriesWithEqualAnswersHaveOneIdentity() throws Exception {
        var spelled =
                prepare(
                        "{\"expr\":\" count_over_time({}"
                                + " [10s])\",\"legendFormat\":\"{{app}}!\",\"refId\":\"B\"}");

        assertThat(spelled.identity()).isEqualTo(count().identity());
    }

    @Test
    void queriesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> prepare("{\"expr\":\" \"}")).hasMessageContaining("no expression");
        assertThatThrownBy(() -> prepare("{\"expr\":\"1\",\"queryType\":\"guess\"}"))
                .hasMessageContaining("queryType is \"guess\"");
    }

    @Test
    void errorsAreToldInItsWords() throws Exception {
        var query = prepare("{\"expr\":\"bad(\"}");

        assertThatThrownBy(() -> query.fetch(RANGE))
                .isExactlyInstanceOf(SourceException.class)
                .hasMessage(
                        "Data source \"Test\" refused the query (status 400): parse error at line"
                                + " 1, col 1: syntax error: unexpected IDENTIFIER.");
    }

    @Test
    void resultsOfAnotherKindAreRefused() throws Exception {
        var query = prepare("{\"expr\":\"1 + 1\"}");

        assertThatThrownBy(() -> query.fetch(RANGE))
                .hasMessageContaining("a result of type \"scalar\"");
    }

    @Test
    void tooManyPointsAreRefused() throws Exception {
        upstream.close();
        upstream = open(Duration.ofSeconds(20), 3);
        var query = count();

        assertThatThrownBy(
                        () -> query.fetch(new TimeRange(Instant.EPOCH, Instant.ofEpochSecond(40))))
                .hasMessageContaining("4 points of every series");
        assertThat(query.fetch(RANGE).rows()).isEqualTo(3);
        server.push("c", 100 * SECOND, "more");
        assertThatThrownBy(() -> query.fetch(RANGE)).hasMessageContaining("more than 3");
    }

    @Test
    void healthTellsVersionAndLabels() throws Exception {
        server.requireTenant("team");

        assertThat(upstream.checkHealth()).isEqualTo("Loki 3.1.0; 2 labels");
    }

    @Test
    void missingTenantsAreTold() {
        server.requireTenant("another");

        assertThatThrownBy(upstream::checkHealth)
                .hasMessageContaining("does not accept our credentials (status 401): no org id");
    }

    @Test
    void silenceIsUnavailable() throws Exception {
        upstream.close();
        upstream = open(Duration.ofMillis(200), 1000);
        var query = count();
        server.beSilent();

        assertThatThrownBy(() -> query.fetch(RANGE)).isInstanceOf(UpstreamUnavailable.class);
    }

    @Test
    void whatIsNoLokiIsTold() throws Exception {
        var query = count();
        server.answer(200, "{\"hello\":1}");

        assertThatThrownBy(() -> query.fetch(RANGE))
                .hasMessageContaining("as Loki does: no result");
        server.answer(200, "<html>");
        assertThatThrownBy(() -> query.fetch(RANGE))
                .hasMessageContaining("did not answer with JSON");
        server.answer(
                200, "{\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[[1,2]]}]}}");
        assertThatThrownBy(() -> query.fetch(RANGE)).hasMessageContaining("a sample that is none");
    }
}
