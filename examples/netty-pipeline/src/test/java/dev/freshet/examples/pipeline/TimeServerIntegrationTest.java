package dev.freshet.examples.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.engine.testkit.TestClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeServerIntegrationTest {
    private final TimeServer server = new TimeServer();
    private final InetSocketAddress address = server.listen(new InetSocketAddress("localhost", 0));

    @AfterEach
    void stop() {
        server.close();
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + address.getPort() + path);
    }

    @Test
    void routesAndWebSocketsShareThePort() throws Exception {
        try (var http = HttpClient.newHttpClient();
                var client = TestClient.connect(uri("ws", "/connection/websocket"))) {
            client.subscribe("time");

            var answer =
                    http.send(
                            HttpRequest.newBuilder(uri("http", "/time")).build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z\n");
            assertThat(client.next())
                    .contains("{\"push\":{\"channel\":\"time\",\"pub\":{\"data\":");
        }
    }

    @Test
    void pagesOfOtherHostsAreRefused() {
        assertThatThrownBy(() ->
                        TestClient.open(
                                uri("ws", "/connection/websocket"),
                                Map.of("Origin", "https://evil.example")))
                .hasStackTraceContaining("status code 403");
    }
}
