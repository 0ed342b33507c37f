package dev.freshet.sources.prometheus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.HttpStandIn;
import dev.freshet.sources.fixture.HttpStandIn.Answer;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What happens when a Prometheus, or what answers in its place, is not as it should be.
class PrometheusFaultsIntegrationTest {
    private static final TimeRange RANGE =
            new TimeRange(Instant.ofEpochSecond(990), Instant.ofEpochSecond(1035));
    private static final String SERIES =
            "{'status':'success','data':{'resultType':'matrix','result':[%s]}}";

    @Test
    void asksForTheStepsOfTheRangeAndNotForItsEnd() throws Exception {
        try (var server = answering(Answer.json(SERIES.formatted("").replace('\'', '"')))) {
            var settings =
                    """
                    {"customQueryParameters":"max_source_resolution=5m&x=a%26b",
                     "queryTimeout":"7s"}\
                    """;

            assertThat(fetch(server, settings, Settings.context()).fields()).isEmpty();

            var request = server.requests().getFirst();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/api/v1/query_range");
            assertThat(request.parameters())
                    .containsEntry("query", "up")
                    .containsEntry("start", "990.000")
                    .containsEntry("end", "1020.000")
                    .containsEntry("step", "15000ms")
                    .containsEntry("max_source_resolution", "5m")
                    .containsEntry("x", "a&b")
                    .containsEntry("timeout", "7000ms");
        }
    }

    @Test
    void asksWithGetWhenSetSo() throws Exception {
        try (var server = answering(Answer.json(SERIES.formatted("").replace('\'', '"')))) {
            fetch(server, "{\"httpMethod\":\"get\"}", Settings.context());

            assertThat(server.requests().getFirst().method()).isEqualTo("GET");
            assertThat(server.requests().getFirst().parameters()).containsEntry("query", "up");
        }
    }

    @Test
    void valuesThatAreNotFiniteAreNoPointsAndHistogramsNoSeries() throws Exception {
        var frame =
                answer(
                        """
                        {'metric':{'__name__':'up'},'values':
                            [[990,'1'],[1005,'NaN'],[1020,'+Inf'],[1035.5,'2.5e3']]},
                        {'metric':{'__name__':'h'},'histograms':[[990,{'count':'1'}]]}\
                        """);

        assertThat(frame.fields()).hasSize(2);
        assertThat(frame.fields().get(1).column())
                .isEqualTo(DoubleColumn.of(FieldType.FLOAT64, 1, 2500));
    }

    @Test
    void errorsAreToldInItsWords() throws Exception {
        refuses(
                Answer.json(422, "{\"status\":\"error\",\"error\":\"too many samples\"}"),
                "Data source \"Test\" refused the query (status 422): too many samples.");
        refuses(
                Answer.json("{\"status\":\"error\",\"error\":\"no store matched\"}"),
                "Data source \"Test\" refused the query: no store matched.");
        refuses(
                new Answer(401, "text/html", "<html>login</html>"),
                "Data source \"Test\" does not accept our credentials (status 401).");
        refuses(new Answer(404, "text/plain", "404 page not found"), "404 page not found");
        refuses(
                new Answer(302, "text/html", ""),
                "answers with a redirect (status 302), which is not followed");
    }

    @Test
    void whatMayWorkLaterIsUnavailable() throws Exception {
        assertThat(failure(Answer.json(503, "{\"error\":\"starting\"}"), Settings.context()))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("failed with status 503: starting");
        assertThat(failure(null, Settings.context(Duration.ofMillis(200), 10, 10_000)))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessage("Data source \"Test\" did not answer within 0.2 s.");
    }

    @Test
    void oneThatIsDownIsUnavailable() throws Exception {
        var server = answering(null);
        server.close();

        assertThatThrownBy(() -> fetch(server, "{}", Settings.context()))
                .isInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining("Data source \"Test\" cannot be reached");
    }

    @Test
    void oneThatDoesNotSpeakTlsIsNamed() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerWithoutTls(server));

            assertThatThrownBy(() ->
                            fetch(
                                    "https://127.0.0.1:" + server.getLocalPort(),
                                    "{}",
                                    Settings.context()))
                    .isInstanceOf(UpstreamUnavailable.class)
                    .hasMessage("Data source \"Test\" cannot be reached: it answers without TLS.");
        }
    }

    private static void answerWithoutTls(ServerSocket server) {
        try (var socket = server.accept()) {
            var _ = socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void answersOfSomethingElseAreRefused() throws Exception {
        refuses(new Answer(200, "text/html", "<html>"), "did not answer with JSON");
        refuses(Answer.json("[]"), "does not answer as Prometheus does: no status.");
        refuses(Answer.json("{\"status\":\"success\"}"), "a result of type \"\"");
        for (var series :
                new String[] {
                    "{'metric':{},'values':{}}",
                    "{'metric':{'a':1},'values':[]}",
                    "{'metric':{},'values':[[1]]}",
                    "{'metric':{},'values':[[1,2]]}",
                    "{'metric':{},'values':[[1e300,'2']]}",
                    "{'metric':{},'values':[[1,'two']]}"
                }) {
            refuses(
                    Answer.json(SERIES.formatted(series).replace('\'', '"')),
                    "does not answer as Prometheus does");
        }
    }

    @Test
    void tooMuchIsRefused() throws Exception {
        var points = "{'metric':{},'values':[[1,'1'],[2,'2'],[3,'3'],[4,'4'],[5,'5']]}";
        var answer = Answer.json(SERIES.formatted(points).replace('\'', '"'));

        assertThat(failure(answer, Settings.context(Duration.ofSeconds(5), 4, 10_000)))
                .hasMessage("Data source \"Test\" answered with more than 4 points or rows.");
        assertThat(failure(answer, Settings.context(Duration.ofSeconds(5), 4, 50)))
                .hasMessageContaining("answered with more than 50 bytes");
        assertThat(failure(answer, Settings.context(Duration.ofSeconds(5), 2, 10_000)))
                .hasMessage(
                        "A range of 45s at a step of 15s is 3 points of every series; 2 points are"
                                + " allowed.");
    }

    @Test
    void pointsThatAreAllAtDifferentTimesAreRefusedBeforeTheyFillTheMemory() throws Exception {
        var series = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            series.append(i == 0 ? "" : ",")
                    .append("{'metric':{'n':'%d'},'values':[[%d,'1']]}".formatted(i, i));
        }
        var answer = Answer.json(SERIES.formatted(series).replace('\'', '"'));

        assertThat(failure(answer, Settings.context(Duration.ofSeconds(5), 100, 100_000)))
                .hasMessageContaining("100 series that have points at 100 different times");
    }

    @Test
    void healthTellsWhatAnswers() throws Exception {
        assertThat(health("{\"version\":\"2.24.0\"}"))
                .isEqualTo("Answers queries as Prometheus 2.24.0");
        assertThat(health("{\"version\":\"2.5\",\"application\":\"Grafana Mimir\"}"))
                .isEqualTo("Grafana Mimir 2.5");
        assertThat(health("null")).isEqualTo("Answers queries.");
    }

    private static String health(String build) throws Exception {
        var one =
                "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"2\"]}}";
        try (var server =
                        new HttpStandIn(request ->
                                request.path().endsWith("buildinfo")
                                        ? Answer.json(
                                                "{\"status\":\"success\",\"data\":%s}"
                                                        .formatted(build))
                                        : Answer.json(one));
                var upstream =
                        new PrometheusType()
                                .open(
                                        Settings.dataSource("prometheus", server.url(), "{}"),
                                        Settings.context())) {
            return upstream.checkHealth();
        }
    }

    private static Frame answer(String series) throws Exception {
        try (var server = answering(Answer.json(SERIES.formatted(series).replace('\'', '"')))) {
            return fetch(server, "{}", Settings.context());
        }
    }

    private static void refuses(Answer answer, String message) throws Exception {
        assertThat(failure(answer, Settings.context()))
                .isNotInstanceOf(UpstreamUnavailable.class)
                .hasMessageContaining(message);
    }

    private static SourceException failure(@Nullable Answer answer, UpstreamContext context)
            throws Exception {
        try (var server = answering(answer)) {
            return catchThrowableOfType(SourceException.class, () -> fetch(server, "{}", context));
        }
    }

    private static HttpStandIn answering(@Nullable Answer answer) throws IOException {
        return new HttpStandIn(_ -> answer);
    }

    private static Frame fetch(HttpStandIn server, String settings, UpstreamContext context)
            throws Exception {
        return fetch(server.url(), settings, context);
    }

    private static Frame fetch(String url, String settings, UpstreamContext context)
            throws Exception {
        var dataSource = Settings.dataSource("prometheus", url, settings);
        try (var upstream = new PrometheusType().open(dataSource, context)) {
            var model = Settings.query(Duration.ofSeconds(15), "{\"expr\":\"up\"}");
            return ((PolledQuery) upstream.prepare(model)).fetch(RANGE);
        }
    }
}
