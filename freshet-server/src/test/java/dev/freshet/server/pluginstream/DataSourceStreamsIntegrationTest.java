package dev.freshet.server.pluginstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Provisioned data sources of a running server as the clients of their channels see them.
class DataSourceStreamsIntegrationTest {
    @TempDir Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private LiveServer server;
    private TestClient client;
    private String address = "";

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(data.resolve("provisioning/datasources"));
        provision("steady", "testdata");
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("paths", "provisioning", data.resolve("provisioning").toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("auth.anonymous", "enabled", "true"),
                        setting("auth.anonymous", "org_role", "Admin"));
        server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), settings))
                                .settings());
        address = "127.0.0.1:" + server.listen().getPort();
        client = TestClient.connect(URI.create("ws://" + address + "/api/live/ws"));
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

    private void provision(String uid, String type) throws IOException {
        write(
                """
                apiVersion: 1
                datasources:
                  - name: Samples
                    uid: %s
                    type: %s
                """
                        .formatted(uid, type));
    }

    private void write(String yaml) throws IOException {
        Files.writeString(data.resolve("provisioning/datasources/samples.yaml"), yaml);
    }

    private void reload() throws Exception {
        var answer = send("POST", "/api/admin/provisioning/datasources/reload");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + address + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// The next push that is no publication.
    private String nextNews() {
        while (true) {
            var push = client.next();
            if (!push.contains("\"pub\"")) {
                return push;
            }
        }
    }

    @Test
    void aDataSourceStreams() {
        assertThat(client.subscribe("1/ds/steady/random-20Hz-stream")).doesNotContain("\"error\"");

        assertThat(client.next())
                .contains(
                        "\"channel\":\"1/ds/steady/random-20Hz-stream\"", "\"name\":\"testdata\"");
        assertThat(client.next()).contains("\"values\"");
    }

    @Test
    void whatIsMisspeltIsRefusedWithWhatWasMeant() {
        assertThat(client.subscribe("1/ds/stedy/random-20Hz-stream"))
                .contains("\"code\":404", "Did you mean \\\"steady\\\"?")
                .doesNotContain("\"temporary\":true");
    }

    @Test
    void aUidThatWasChangedIsRefusedWithTheNewOne() throws Exception {
        client.subscribe("1/ds/steady/random-20Hz-stream");

        provision("calm", "testdata");
        reload();

        assertThat(nextNews()).contains("\"unsubscribe\":{\"code\":2600", "has changed");
        assertThat(client.subscribe("1/ds/steady/random-20Hz-stream"))
                .contains("\"code\":404", "Its uid is \\\"calm\\\" since 20");
        assertThat(client.subscribe("1/ds/calm/random-20Hz-stream")).doesNotContain("\"error\"");
    }

    @Test
    void subscribersOfADataSourceThatIsRemovedAreToldForGood() throws Exception {
        client.subscribe("1/ds/steady/random-20Hz-stream");

        write(
                """
                apiVersion: 1
                deleteDatasources:
                  - name: Samples
                    orgId: 1
                """);
        reload();

        assertThat(nextNews())
                .contains("\"unsubscribe\":{\"code\":2400", "\\\"Samples\\\" was removed");
    }

    @Test
    void aTypeThatNobodyServesSaysWhatToDo() throws Exception {
        provision("steady", "acme-meter-datasource");
        reload();

        assertThat(client.subscribe("1/ds/steady/cpu"))
                .contains("\"code\":404", "\\\"Samples\\\"", "acme-meter-datasource");
        assertThat(send("GET", "/api/live/info/ds/steady/cpu").body())
                .contains("live.source.plugin-missing", "[paths] plugins");
    }

    @Test
    void theHealthOfADataSourceCanBeAskedFor() throws Exception {
        var health = send("GET", "/api/datasources/uid/steady/health");
        var missing = send("GET", "/api/datasources/uid/stedy/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"OK\"");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("Did you mean");
    }
}
