package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import dev.freshet.server.metrics.LiveMetric;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The running server and its documents tell the same story.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveServerApiIntegrationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "patch", "delete", "options");

    private final HttpClient client = HttpClient.newHttpClient();
    private LiveServer server;
    private String address;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        server = new LiveServer(SettingsLoader.load(sources(data)).settings());
        address = "http://localhost:" + server.listen().getPort();
    }

    private static ConfigSources sources(Path data) {
        var settings =
                List.of(
                        new CommandLineSetting("server", "http_port", "0", "--port"),
                        new CommandLineSetting("server", "http_addr", "localhost", "--listen"),
                        new CommandLineSetting("paths", "data", data.toString(), "--data"),
                        new CommandLineSetting("auth.anonymous", "enabled", "true", "test"),
                        new CommandLineSetting("auth.anonymous", "org_role", "Editor", "test"));
        return new ConfigSources(null, Map.of(), settings);
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode openApi() throws Exception {
        return JSON.readTree(send("GET", "/api/openapi.json").body());
    }

    @Test
    void everyDocumentedOperationExistsAndSaysWhatItDoes() throws Exception {
        for (var path : openApi().get("paths").properties()) {
            var concrete = path.getKey().replaceAll("\\{[A-Za-z]+}", "some");
            var allow = send("OPTIONS", concrete).headers().firstValue("Allow").orElse("");
            for (var operation : path.getValue().properties()) {
                assertThat(METHODS).contains(operation.getKey());
                assertThat(allow)
                        .as(concrete)
                        .contains(operation.getKey().toUpperCase(Locale.ROOT));
                assertThat(operation.getValue().get("summary").stringValue()).isNotBlank();
                assertThat(operation.getValue().get("responses").propertyNames())
                        .as("answers of %s %s", operation.getKey(), path.getKey())
                        .anyMatch(status -> !status.equals("default"));
            }
        }
    }

    @Test
    void methodsOutsideTheDocumentAreRefused() throws Exception {
        for (var path : openApi().get("paths").properties()) {
            var concrete = path.getKey().replaceAll("\\{[A-Za-z]+}", "some");

            assertThat(send("TRACE", concrete).statusCode()).as(concrete).isEqualTo(405);
        }
    }

    @Test
    void everyReadThatNeedsNothingAnswersAsDocumented() throws Exception {
        for (var path : openApi().get("paths").properties()) {
            var get = path.getValue().get("get");
            if (get == null || path.getKey().contains("{") || get.get("responses").has("101")) {
                continue;
            }
            var response = send("GET", path.getKey());

            assertThat(
                            get.get("responses").has(Integer.toString(response.statusCode()))
                                    || response.statusCode() >= 400)
                    .as("%s answered %d", path.getKey(), response.statusCode())
                    .isTrue();
            assertThat(response.statusCode()).as(path.getKey()).isLessThan(500);
        }
    }

    @Test
    void socketIsWhereItsDocumentSays() throws Exception {
        var asyncApi = JSON.readTree(send("GET", "/api/asyncapi.json").body());
        var socket = asyncApi.at("/channels/live/address").stringValue();

        var plain = send("GET", socket);

        assertThat(plain.statusCode()).isEqualTo(426);
        assertThat(plain.body()).contains("http.upgrade-required", "proxy");
    }

    @Test
    void everyMetricOfGrafanaLiveIsThereUnderItsName() throws Exception {
        var text = send("GET", "/metrics").body();

        // Counters by label have no sample before the first one, but their family is announced.
        assertThat(LiveMetric.values())
                .allSatisfy(
                        metric -> assertThat(text).contains("# HELP " + metric.metricName() + " "));
    }
}
