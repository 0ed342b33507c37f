package dev.freshet.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.plugins.PluginFolder;
import dev.freshet.server.SourcesServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A plugin's process behind a data source of a running server, as clients see it.
class PluginStreamsIntegrationTest {
    @TempDir Path data;

    private SourcesServer server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        PluginFolder.java(data.resolve("plugins"), "test");
        provision("http://one.example");
        server = new SourcesServer(data);
        client = server.connect();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void provision(String url) throws IOException {
        SourcesServer.provision(
                data,
                """
                apiVersion: 1
                datasources:
                  - name: Meter
                    uid: meter
                    type: test
                    url: %s
                """
                        .formatted(url));
    }

    private String info(String path) {
        try {
            return server.send("GET", "/api/live/info/ds/meter/" + path).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theFirstDataAndThePacketsReachASubscriber() throws Exception {
        var reply = client.subscribe("1/ds/meter/forever");

        assertThat(reply).contains("\"data\":{\"schema\":{}}");
        assertThat(client.next()).contains("\"pub\":{\"data\":{\"n\":1}");
        assertThat(server.send("GET", "/api/live/list").body()).contains("\"ds/meter/forever\"");
        assertThat(server.send("GET", "/api/plugins").body()).contains("\"state\":\"running\"");
    }

    @ParameterizedTest
    @CsvSource({
        "missing, 404, has no path",
        "secret, 403, does not let you use",
        "error, 503, cannot subscribe to other organization"
    })
    void whatThePluginRefusesIsRefusedForGood(String path, int code, String sentence) {
        assertThat(client.subscribe("1/ds/meter/" + path))
                .contains("\"error\":{\"code\":" + code + ",", sentence)
                .doesNotContain("\"temporary\":true");
    }

    @Test
    void whyTheLastSubscriberWasRefusedIsKnownUntilOneIsServed() {
        client.subscribe("1/ds/meter/error");

        assertThat(info("error"))
                .contains(
                        "\"known\":false",
                        "\"why\":\"The last subscriber was refused: Plugin",
                        "\"refusal\":{\"message\":\"Plugin",
                        "\"messageId\":\"live.source.unavailable\"",
                        "cannot subscribe to other organization.");
        assertThat(info("forever")).contains("it starts with the first subscriber");
    }

    @Test
    void aPluginThatDiesIsStartedAgainAndItsStreamsToo() throws Exception {
        client.subscribe("1/ds/meter/doomed");
        assertThat(client.next()).contains("{\"n\":1}");
        // It ends when its packet has come: what a process that ends has still to write is lost.
        var answer = client.command("\"publish\":{\"channel\":\"1/ds/meter/doomed\",\"data\":1}");

        assertThat(answer).contains("\"error\"", "went away");
        assertThat(client.next()).contains("{\"n\":1}");
        assertThat(server.send("GET", "/api/plugins").body())
                .contains("\"restarts\":1", "\"lastExitStatus\":9");
    }

    @Test
    void framesInArrowsFormatAreAnsweredAsJson() throws Exception {
        var answer =
                server.post(
                        "/api/ds/query",
                        """
                        {"from":"0","to":"1000","queries":[
                          {"refId":"A","datasource":{"uid":"meter"},"queryType":"arrow"}]}
                        """);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"executedQueryString\":\"SELECT 1\"",
                        "\"values\":[[1767323045678,1767323046678],[0.5,99.25]]",
                        "\"nanos\":[[901234,901234],null]");
    }

    @Test
    void otherSettingsBeginTheStreamAnew() throws Exception {
        client.subscribe("1/ds/meter/forever");
        client.next();

        provision("http://two.example");
        server.reload();

        assertThat(client.next()).contains("\"pub\":{\"data\":{\"n\":1}");
    }

    // The stream ends when the plugin has sent everything; it would not while somebody who does not
    // read held it back.
    @Test
    void whoDoesNotReadDoesNotHoldThePlugin() {
        try (var idle = server.connect()) {
            idle.subscribe("1/ds/meter/flood/200000");
            client.subscribe("1/ds/meter/flood/200000");

            String last;
            do {
                last = client.next();
            } while (last.contains("\"pub\""));

            assertThat(last).contains("\"unsubscribe\":{\"code\":2600");
        }
    }

    @Test
    void nothingIsLeftWhenTheServerEnds() throws Exception {
        client.subscribe("1/ds/meter/forever");
        client.next();
        var pid =
                Pattern.compile("\"pid\":([0-9]+)")
                        .matcher(server.send("GET", "/api/plugins").body());
        assertThat(pid.find()).isTrue();
        var plugin = ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();

        server.close();

        assertThat(plugin.onExit()).succeedsWithin(Duration.ofSeconds(10));
        try (var left = Files.list(data.resolve("run"))) {
            assertThat(left.toList()).isEmpty();
        }
    }
}
