package dev.freshet.spring;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.engine.Engine;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.testkit.TestClient;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/// The engine on a port of its own, in an application without a web server.
class OwnServerIntegrationTest {
    private final ConfigurableApplicationContext context = start("--freshet.port=0");

    private static ConfigurableApplicationContext start(String... arguments) {
        return application()
                .properties(
                        "freshet.address=127.0.0.1",
                        "freshet.paths=/ws,/connection/websocket",
                        "freshet.allowed-origins=https://*.dash.example")
                .run(arguments);
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .bannerMode(Banner.Mode.OFF);
    }

    @EnableAutoConfiguration
    @Import(OpenHouse.class)
    static class App {}

    @AfterEach
    void stop() {
        SpringApplication.exit(context);
    }

    private FreshetServer server() {
        return context.getBean(FreshetServer.class);
    }

    private URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + server().address().orElseThrow().getPort() + path);
    }

    private TestClient enter(String path) {
        var client = TestClient.open(uri(path));
        client.command("\"connect\":{\"token\":\"ann\"}");
        return client;
    }

    @Test
    void handlersAreBeansAndPublicationsArrive() throws InvalidJsonException {
        for (var path : new String[] {"/ws", "/connection/websocket?cf_protocol=json"}) {
            try (var client = enter(path)) {
                assertThat(client.subscribe("news")).contains("\"subscribe\":{}");

                context.getBean(Engine.class).node().publish("news", Payload.json("7"));

                assertThat(client.next()).contains("\"data\":7");
            }
        }
    }

    @Test
    void clientsAreSentAwayWhenTheContextStopsAndComeBackWhenItStarts() {
        try (var client = enter("/ws")) {
            context.stop();

            assertThat(client.awaitClosed().code()).isEqualTo(3001);
            assertThat(server().isRunning()).isFalse();
        }

        context.start();

        try (var client = enter("/ws")) {
            assertThat(client.subscribe("news")).contains("\"subscribe\":{}");
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefusedUnlessTheyAreListed() {
        TestClient.open(uri("/ws"), Map.of("Origin", "https://a.dash.example")).close();
        TestClient.open(uri("/ws"), Map.of("Origin", uri("").toString().replace("ws:", "http:")))
                .close();
        assertThatThrownBy(
                        () -> TestClient.open(uri("/ws"), Map.of("Origin", "https://evil.example")))
                .hasStackTraceContaining("status code 403");
        eventually(
                () -> assertThat(context.getBean(Engine.class).connections().clients()).isZero());
    }

    @Test
    void everythingElseIsAnsweredWithASentence() throws Exception {
        assertThat(get("/elsewhere")).contains("404", "clients connect at");
        assertThat(get("/ws")).contains("400", "Connection: Upgrade");
    }

    private String get(String path) throws Exception {
        var url = URI.create(uri(path).toString().replace("ws:", "http:"));
        try (var http = HttpClient.newHttpClient()) {
            var response =
                    http.send(
                            HttpRequest.newBuilder(url).build(),
                            HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }

    @Test
    void aPortInUseEndsTheStartWithASentence() throws Exception {
        try (var taken = new ServerSocket(0)) {
            var port = "--freshet.port=" + taken.getLocalPort();

            assertThatThrownBy(() -> start(port, "--freshet.address=0.0.0.0"))
                    .hasStackTraceContaining(
                            "Freshet cannot listen on 0.0.0.0:" + taken.getLocalPort());
        }
    }
}
