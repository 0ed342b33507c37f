package dev.freshet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.engine.Engine;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.testkit.TestClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/// The engine and WebFlux on one port, that of Reactor Netty.
class ApplicationPortIntegrationTest {
    private static final int CLIENTS = 20;

    private final ConfigurableApplicationContext context = start();

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.REACTIVE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "freshet.server=application",
                        "freshet.paths=/ws",
                        // Among the tests for servlets.
                        "spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration")
                .run(arguments);
    }

    @EnableAutoConfiguration
    @Import(OpenHouse.class)
    static class App {
        @Bean
        RouterFunction<ServerResponse> hello() {
            return RouterFunctions.route()
                    .GET("/hello", request -> ServerResponse.ok().bodyValue("hello"))
                    .POST(
                            "/echo",
                            request ->
                                    ServerResponse.ok()
                                            .body(request.bodyToMono(String.class), String.class))
                    .build();
        }
    }

    @AfterEach
    void stop() {
        SpringApplication.exit(context);
    }

    private String address() {
        return "127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    private TestClient enter() {
        var client = TestClient.open(URI.create("ws://" + address() + "/ws"));
        client.command("\"connect\":{\"token\":\"ann\"}");
        return client;
    }

    @Test
    void webSocketsAndRoutesShareThePort() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            for (int i = 0; i < CLIENTS; i++) {
                assertThat(send(http, request("/hello"))).isEqualTo("200 hello");
                assertThat(
                                send(
                                        http,
                                        request("/echo")
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofString(
                                                                "x".repeat(100_000)))))
                        .hasSize(100_004);
                try (var client = enter()) {
                    assertThat(client.subscribe("news")).contains("\"subscribe\":{}");
                }
            }
            assertThat(send(http, request("/nothing"))).startsWith("404");
            assertThat(send(http, request("/ws"))).startsWith("400 The headers Connection");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address() + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    private static String send(HttpClient http, HttpRequest.Builder request) throws Exception {
        var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    @Test
    void subscribersOnAllLoopsGetWhatIsPublished() throws InvalidJsonException {
        var clients = new ArrayList<TestClient>();
        for (int i = 0; i < CLIENTS; i++) {
            var client = enter();
            client.subscribe("news");
            clients.add(client);
        }

        context.getBean(Engine.class).node().publish("news", Payload.json("7"));

        for (var client : clients) {
            assertThat(client.next()).contains("\"data\":7");
            client.close();
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefused() {
        var uri = URI.create("ws://" + address() + "/ws");

        TestClient.open(uri, Map.of("Origin", "http://" + address())).close();

        assertThatThrownBy(() -> TestClient.open(uri, Map.of("Origin", "https://evil.example")))
                .hasStackTraceContaining("status code 403");
    }

    @Test
    void clientsAreSentAwayWhenTheContextStops() {
        try (var client = enter()) {
            context.stop();

            assertThat(client.awaitClosed().code()).isEqualTo(3001);
        }
    }

    @Test
    void http2OverTlsIsRefusedWithASentence() {
        assertThatThrownBy(() -> start("--server.http2.enabled=true", "--server.ssl.enabled=true"))
                .hasStackTraceContaining("HTTP/2 over TLS is on");
    }
}
