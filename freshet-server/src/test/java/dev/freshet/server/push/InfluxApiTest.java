package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.http.Response;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluxApiTest {
    private static final String GOOD = "cpu,host=a load=1.5 1700000000\n";
    private static final String HALF_BAD = "cpu load=1.5\ncpu load=12.x\n";

    private final PushFixture fixture = new PushFixture();
    private final InfluxApi api = new InfluxApi(fixture.push, fixture.settings, fixture.log);

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    private Response post(String template, Map<String, String> query, String body) {
        return fixture.call(api.routes(), "POST", template, Map.of(), query, body);
    }

    @ParameterizedTest
    @CsvSource({"/api/v2/write, bucket", "/write, db"})
    void bucketOrDatabaseIsTheStream(String template, String parameter) {
        var response = post(template, Map.of(parameter, "telegraf", "precision", "s"), GOOD);

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(fixture.published.getFirst())
                .startsWith("1/stream/telegraf/cpu ")
                .contains("1700000000000");
    }

    @Test
    void pathIsTheStreamUnderThePushPrefix() {
        var response =
                fixture.call(
                        api.routes(),
                        "POST",
                        PushApi.PATH + "/api/v2/write",
                        Map.of("streamId", "agents"),
                        Map.of("bucket", "telegraf", "precision", "s"),
                        GOOD);

        assertThat(response.status()).isEqualTo(204);
        assertThat(fixture.published.getFirst()).startsWith("1/stream/agents/cpu ");
    }

    @Test
    void goodLinesAreKeptAndTheAnswerIsInfluxs() {
        var two = post("/api/v2/write", Map.of("bucket", "b"), HALF_BAD);
        var one = post("/write", Map.of("db", "b"), HALF_BAD);

        assertThat(two.status()).isEqualTo(400);
        assertThat(two.body())
                .asString()
                .startsWith("{\"code\":\"invalid\",\"message\":\"partial write: Line 2, column ")
                .contains("dropped=1");
        assertThat(one.status()).isEqualTo(400);
        assertThat(one.body()).asString().startsWith("{\"error\":\"partial write: Line 2, column ");
        assertThat(fixture.published).hasSize(2);
    }

    @Test
    void wrongParametersAreRefused() {
        assertThat(post("/api/v2/write", Map.of(), GOOD).body())
                .asString()
                .contains("bucket is missing");
        assertThat(post("/write", Map.of(), GOOD).body()).asString().contains("db is missing");
        assertThat(post("/write", Map.of("db", "a", "precision", "week"), GOOD).status())
                .isEqualTo(400);
        assertThat(post("/write", Map.of("db", "a b"), GOOD).body()).asString().contains("a b");
    }

    @Test
    void fullQueueIsUnavailableWithRetryAfter() {
        fixture.full = true;

        var response = post("/api/v2/write", Map.of("bucket", "b"), GOOD);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.body()).asString().startsWith("{\"code\":\"unavailable\"");
    }

    @Test
    void databaseIsAlreadyThere() {
        var inQuery = post("/query", Map.of("q", "CREATE DATABASE \"telegraf\""), "");
        var inForm = post("/query", Map.of(), "db=x&q=create+database+%22telegraf%22");
        var other = post("/query", Map.of("q", "SELECT * FROM cpu"), "");

        assertThat(inQuery.body()).asString().isEqualTo("{\"results\":[{\"statement_id\":0}]}");
        assertThat(inForm.status()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(400);
    }

    @Test
    void pingNamesAVersionAndHealthPasses() {
        var ping = fixture.call(api.routes(), "GET", "/ping", Map.of(), Map.of(), "");
        var health = fixture.call(api.routes(), "GET", "/health", Map.of(), Map.of(), "");

        assertThat(ping.status()).isEqualTo(204);
        assertThat(ping.header("X-Influxdb-Version")).isNotEmpty();
        assertThat(health.body()).asString().contains("\"status\":\"pass\"");
    }
}
