package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.http.Access;
import dev.freshet.server.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PushApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String GOOD =
            "cpu,host=a load=1.5 1700000000000000000\nmem,host=a used=3i 1700000000000000000\n";
    private static final String BAD = "cpu,host=a load=1.5\ncpu,host=b load=12.x\nmem used=3i\n";

    private final PushFixture fixture = new PushFixture();
    private final PushApi api = new PushApi(fixture.push, fixture.settings, fixture.log, _ -> {});

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    private Response push(String body, Map<String, String> query, Map<String, String> headers) {
        return fixture.call(
                api.routes(),
                "POST",
                PushApi.PATH,
                Map.of("streamId", "telegraf"),
                query,
                headers,
                body);
    }

    private Response push(String body) {
        return push(body, Map.of(), Map.of());
    }

    private static JsonNode json(Response response) {
        return JSON.readTree(response.body());
    }

    @Test
    void goodBodyIsAnsweredEmptyAndPublishedPerMeasurement() {
        var response = push(GOOD);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(fixture.published).hasSize(2);
        assertThat(fixture.published.getFirst())
                .startsWith("1/stream/telegraf/cpu ")
                .contains("\"schema\"", "[1.5]", "1700000000000");
        assertThat(fixture.counters.accepted()).isEqualTo(2);
    }

    @Test
    void senderThatAcceptsJsonHearsWhatWasStored() {
        var report = json(push(GOOD, Map.of(), Map.of("Accept", "application/json")));

        assertThat(report.toString())
                .isEqualTo(
                        "{\"channels\":[\"stream/telegraf/cpu\",\"stream/telegraf/mem\"],\"frames\":2,\"rows\":2}");
    }

    @Test
    void badLineRefusesTheBodyAndIsNamed() {
        var response = push(BAD);

        assertThat(response.status()).isEqualTo(400);
        assertThat(fixture.published).isEmpty();
        var answer = json(response);
        assertThat(answer.get("message").stringValue())
                .startsWith("Line 2, column ")
                .contains("12.x")
                .endsWith("nothing from this request was stored.");
        assertThat(answer.get("messageId").stringValue()).isEqualTo("push.bad-line");
        assertThat(answer.get("line").intValue()).isEqualTo(2);
        assertThat(answer.get("column").intValue()).isPositive();
        assertThat(answer.get("value").stringValue()).contains("12.x");
        assertThat(answer.get("accepted").intValue()).isZero();
        assertThat(response.body().length).isLessThan(1024);
        assertThat(response.body()).asString(StandardCharsets.UTF_8).doesNotContain("\n");
    }

    @Test
    void partialKeepsTheGoodLinesAndReportsTheOthers() {
        var response = push(BAD, Map.of("partial", "true"), Map.of());

        assertThat(response.status()).isEqualTo(200);
        assertThat(fixture.published).hasSize(2);
        var report = json(response);
        assertThat(report.get("accepted").intValue()).isEqualTo(2);
        assertThat(report.get("rejected").intValue()).isEqualTo(1);
        assertThat(report.at("/errors/0/line").intValue()).isEqualTo(2);
        assertThat(fixture.counters.rejected()).isEqualTo(1);
    }

    @Test
    void partialOnlyOfBadLinesIsReportedToo() {
        var report = json(push("nonsense\n", Map.of("partial", "true"), Map.of()));

        assertThat(report.get("accepted").intValue()).isZero();
        assertThat(report.get("rejected").intValue()).isEqualTo(1);
    }

    @Test
    void emptyBodyIsFine() {
        assertThat(push("\n# comment\n").status()).isEqualTo(200);
        assertThat(fixture.published).isEmpty();
    }

    @Test
    void unknownFormatAndPartialAreRefused() {
        assertThat(
                        json(push(GOOD, Map.of("gf_live_frame_format", "prometheus"), Map.of()))
                                .get("messageId")
                                .stringValue())
                .isEqualTo("push.bad-format");
        assertThat(push(GOOD, Map.of("partial", "maybe"), Map.of()).status()).isEqualTo(400);
        assertThat(push(GOOD, Map.of("gf_live_frame_format", "WIDE"), Map.of()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "größe", "a%", "x=y"})
    void streamIdThatIsNoNamespaceIsRefused(String id) {
        var response =
                fixture.call(
                        api.routes(), "POST", PushApi.PATH, Map.of("streamId", id), Map.of(), GOOD);

        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response).get("messageId").stringValue()).isEqualTo("push.bad-stream");
    }

    @Test
    void fullQueueIsAnswered503WithNothingStored() {
        fixture.full = true;

        var response = push(GOOD);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(fixture.streams.list(1)).isEmpty();
    }

    @Test
    void bothTransportsAskForThePermission() {
        assertThat(api.routes())
                .allSatisfy(route ->
                        assertThat(route.access()).isEqualTo(Access.permission("live:push")));
    }
}
