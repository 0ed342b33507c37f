package dev.freshet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.StreamPeer;
import dev.freshet.engine.testkit.TestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Behind a real nginx that serves everything under a sub-path, as people run Grafana.
@Tag("nginx")
class ReverseProxyTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void pageSocketAndPushWorkUnderASubPathBehindNginx(@TempDir Path folder) throws Exception {
        int proxyPort = Nginx.freePort();
        var configuration =
                """
                [server]
                root_url = http://localhost:%d/grafana/
                serve_from_sub_path = true
                [auth.anonymous]
                enabled = true
                """
                        .formatted(proxyPort);
        try (var server = FreshetProcess.server(folder, 0, configuration);
                var _ = Nginx.start(folder, proxyPort, withWebSockets(server))) {
            var base = URI.create("http://localhost:" + proxyPort + "/grafana/");
            var page = get(base);
            var token = server.token("Editor");

            assertThat(page).contains("<title>", "./assets/").doesNotContain("src=\"/assets");
            var socket = URI.create("ws://localhost:" + proxyPort + "/grafana/api/live/ws");
            try (var client = TestClient.open(socket)) {
                client.command("\"connect\":{}");
                client.subscribe("1/stream/proxy/cpu");
                push(base, token);
                assertThat(client.next())
                        .contains("\"channel\":\"1/stream/proxy/cpu\"", "\"schema\"");
            }
        }
    }

    /// Such an nginx speaks HTTP/1.0 to the server, lets no WebSocket through, and buffers answers
    /// unless they say otherwise.
    @ParameterizedTest
    @ValueSource(strings = {"http_stream", "sse"})
    void streamsAndCommandsBesideThemNeedNoSettingInNginx(String kind, @TempDir Path folder)
            throws Exception {
        int proxyPort = Nginx.freePort();
        var configuration = "[auth.anonymous]\nenabled = true\n";
        try (var server = FreshetProcess.server(folder, 0, configuration);
                var nginx = Nginx.start(folder, proxyPort, nothingSpecial(server));
                var stream =
                        StreamPeer.post(
                                nginx.address(),
                                "/api/live/" + kind,
                                "{\"id\":1,\"connect\":{}}")) {
            var connected = JSON.readTree(stream.read().next()).get("connect");
            var subscribe =
                    JSON.createObjectNode()
                            .put("session", connected.get("session").asString())
                            .put("node", connected.get("node").asString())
                            .put(
                                    "data",
                                    "{\"id\":2,\"subscribe\":{\"channel\":\"1/stream/proxy/cpu\"}}");

            try (var beside =
                    StreamPeer.post(nginx.address(), "/api/live/emulation", subscribe.toString())) {
                assertThat(beside.read().status()).isEqualTo(204);
            }
            assertThat(stream.next()).startsWith("{\"id\":2,\"subscribe\":{");
            push(URI.create("http://localhost:" + proxyPort + "/"), server.token("Editor"));
            assertThat(stream.next()).contains("\"channel\":\"1/stream/proxy/cpu\"", "\"schema\"");
        }
    }

    private static String withWebSockets(FreshetProcess server) {
        return """
        location /grafana/ {
          proxy_pass http://127.0.0.1:%d;
          proxy_http_version 1.1;
          proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
        }
        """
                .formatted(server.url().getPort());
    }

    private static String nothingSpecial(FreshetProcess server) {
        return """
        location / {
          proxy_pass http://127.0.0.1:%d;
        }
        """
                .formatted(server.url().getPort());
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        var response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(uri).header("Accept", "text/html").build(),
                                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static void push(URI base, String token) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(base.resolve("api/live/push/proxy"))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString("cpu usage=1\n"))
                        .build();
        assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }
}
