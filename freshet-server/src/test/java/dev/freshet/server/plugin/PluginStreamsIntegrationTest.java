package dev.freshet.server.plugin;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.plugins.PluginFolder;
import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    private final HttpClient http = HttpClient.newHttpClient();
    private LiveServer server;
    private TestClient client;
    private String address = "";

    @BeforeEach
    void start() throws Exception {
        PluginFolder.java(data.resolve("plugins"), "test");
        provision("http://one.example");
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("paths", "provisioning", data.resolve("provisioning").toString()),
                        setting("plugins", "allow_loading_unsigned_plugins", "test"),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("auth.anonymous", "enabled", "true"),
                        setting("auth.anonymous", "org_role", "Admin"));
        server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), settings))
                                .settings());
        address = "127.0.0.1:" + server.listen().getPort();
        client = connect();
    }

    private TestClient connect() {
        return TestClient.connect(URI.create("ws://" + address + "/api/live/ws"));
    }

    private static CommandLineSetting setting(String section, String key, String value) {
        return new CommandLineSetting(section, key, value, "test");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        http.shutdownNow();
    }

    private void provision(String url) throws IOException {
        Files.writeString(
                Files.createDirectories(data.resolve("provisioning/datasources"))
                        .resolve("meter.yaml"),
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

    private String send(String method, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + address + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private String info(String path) {
        try {
            return send("GET", "/api/live/info/ds/meter/" + path);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theFirstDataAndThePacketsReachASubscriber() throws Exception {
        var reply = client.subscribe("1/ds/meter/forever");

        assertThat(reply).contains("\"data\":{\"schema\":{}}");
        assertThat(client.next()).contains("\"pub\":{\"data\":{\"n\":1}");
        assertThat(send("GET", "/api/live/list")).contains("\"ds/meter/forever\"");
        assertThat(send("GET", "/api/plugins")).contains("\"state\":\"running\"");
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
                .contains("\"known\":false", "cannot subscribe to other organization");
        assertThat(info("forever")).contains("it starts with the first subscriber");
    }

    @Test
    void aPluginThatDiesIsStartedAgainAndItsStreamsToo() throws Exception {
        client.subscribe("1/ds/meter/crash/1");

        var first = client.next();
        var second = client.next();

        assertThat(first).contains("{\"n\":1}");
        assertThat(second).contains("{\"n\":1}");
        eventually(() -> assertThat(info("crash/1")).contains("has exited", "last with status 9"));
    }

    @Test
    void otherSettingsBeginTheStreamAnew() throws Exception {
        client.subscribe("1/ds/meter/forever");
        client.next();

        provision("http://two.example");
        send("POST", "/api/admin/provisioning/datasources/reload");

        assertThat(client.next()).contains("\"pub\":{\"data\":{\"n\":1}");
    }

    // The stream ends when the plugin has sent everything; it would not while somebody who does not
    // read held it back.
    @Test
    void whoDoesNotReadDoesNotHoldThePlugin() {
        try (var idle = connect()) {
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
        var pid = Pattern.compile("\"pid\":([0-9]+)").matcher(send("GET", "/api/plugins"));
        assertThat(pid.find()).isTrue();
        var plugin = ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();

        server.close();

        assertThat(plugin.onExit()).succeedsWithin(Duration.ofSeconds(10));
        try (var left = Files.list(data.resolve("run"))) {
            assertThat(left.toList()).isEmpty();
        }
    }
}
