package dev.freshet.examples.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class LiveCounterIntegrationTest {
    private final ConfigurableApplicationContext context =
            SpringApplication.run(LiveCounter.class, "--server.port=0");

    @AfterEach
    void stop() {
        SpringApplication.exit(context);
    }

    private URI uri(String scheme, String path) {
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create(scheme + "://localhost:" + port + path);
    }

    @Test
    void everybodySeesTheNumberGrow() throws Exception {
        try (var http = HttpClient.newHttpClient();
                var ann = TestClient.connect(uri("ws", "/live"));
                var bob = TestClient.connect(uri("ws", "/live"))) {
            assertThat(ann.subscribe("counter")).contains("\"data\":0");
            assertThat(send(http, HttpRequest.newBuilder(uri("http", "/index.html")).build()))
                    .contains("new WebSocket");

            var count =
                    HttpRequest.newBuilder(uri("http", "/count"))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            assertThat(send(http, count)).isEqualTo("1");

            assertThat(ann.next()).contains("\"data\":1");
            assertThat(bob.subscribe("counter")).contains("\"data\":1");
        }
    }

    private static String send(HttpClient http, HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
