package dev.freshet.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.testkit.StreamPeer;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// The transports beside the WebSocket, on a port of the engine's own and on the application's.
class StreamsIntegrationTest {
    private static final String CONNECT = "{\"id\":1,\"connect\":{\"token\":\"ann\"}}";
    private static final String ALLOWED = "--freshet.allowed-origins=https://*.dash.example";
    private static final String PAGE = "https://a.dash.example";

    private final List<StreamPeer> peers = new ArrayList<>();
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(0);

    @EnableAutoConfiguration
    @Import(OpenHouse.class)
    static class App {
        /// Whoever brings a cookie is that user.
        @Bean
        RequestCredentials cookies() {
            return request -> {
                var cookie = request.headers().get(HttpHeaderNames.COOKIE);
                return cookie == null ? null : Credentials.ofUser(cookie);
            };
        }
    }

    private void start(ServerMode mode, String... more) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--freshet.max-message-size=1000B",
                                "--freshet.streams.http-stream=/stream",
                                "--freshet.streams.sse=/sse",
                                "--freshet.streams.uni-http-stream=/uni_stream",
                                "--freshet.streams.uni-sse=/uni_sse"));
        arguments.addAll(List.of(more));
        run(mode, arguments);
    }

    private void run(ServerMode mode, List<String> arguments) {
        var context =
                new SpringApplicationBuilder(App.class)
                        .web(
                                mode == ServerMode.OWN
                                        ? WebApplicationType.NONE
                                        : WebApplicationType.REACTIVE)
                        .logStartupInfo(false)
                        .bannerMode(Banner.Mode.OFF)
                        .properties(
                                "freshet.server=" + mode,
                                "freshet.address=127.0.0.1",
                                "freshet.port=0",
                                "server.port=0",
                                // Among the tests for servlets.
                                "spring.autoconfigure.exclude=org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration")
                        .run(arguments.toArray(String[]::new));
        contexts.add(context);
        int port =
                mode == ServerMode.OWN
                        ? context.getBean(FreshetServer.class).address().orElseThrow().getPort()
                        : Integer.parseInt(
                                context.getEnvironment().getRequiredProperty("local.server.port"));
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @AfterEach
    void stop() throws IOException {
        for (var peer : peers) {
            peer.close();
        }
        contexts.forEach(SpringApplication::exit);
        contexts.clear();
    }

    private StreamPeer ask(String method, String path, String body, String... headers)
            throws IOException {
        var map = new HashMap<String, String>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        var peer = new StreamPeer(address, method, path, map, body.getBytes(UTF_8));
        peers.add(peer);
        return peer.read();
    }

    private static String query(String path) {
        return path + "?cf_connect=" + URLEncoder.encode(CONNECT, UTF_8);
    }

    private static String beside(String connectReply, String command) {
        return "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"%s\"}"
                .formatted(
                        member(connectReply, "session"),
                        member(connectReply, "node"),
                        command.replace("\"", "\\\""));
    }

    private static String member(String connectReply, String name) {
        int at = connectReply.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return connectReply.substring(at, connectReply.indexOf('"', at));
    }

    @ParameterizedTest
    @EnumSource(ServerMode.class)
    void clientsWithoutAWebSocketSubscribeAndAreSentWhatIsPublished(ServerMode mode)
            throws IOException, InvalidJsonException {
        start(mode);
        for (var path : List.of("/stream", "/sse")) {
            var stream = ask("POST", path, CONNECT);
            assertThat(stream.status()).isEqualTo(200);
            var connected = stream.next();

            var subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}";
            var taken = ask("POST", "/emulation", beside(connected, subscribe));
            assertThat(taken.status()).isEqualTo(204);
            assertThat(stream.next()).contains("\"subscribe\":{}");
            contexts.getLast().getBean(Engine.class).node().publish("news", Payload.json("7"));

            assertThat(stream.next()).contains("\"data\":7");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerMode.class)
    void clientsThatOnlyListenAreLetIn(ServerMode mode) throws IOException {
        start(mode);

        var stream = ask("POST", "/uni_stream", "{\"token\":\"ann\"}");
        var events = ask("GET", "/uni_sse?cf_connect=%7B%22token%22:%22ann%22%7D", "");

        assertThat(stream.next()).startsWith("{\"connect\":{\"client\":");
        assertThat(events.next()).startsWith("{\"connect\":{\"client\":");
    }

    @ParameterizedTest
    @EnumSource(ServerMode.class)
    void whatIsNotTakenIsRefusedWithASentence(ServerMode mode) throws IOException {
        start(mode);

        assertThat(ask("POST", "/stream", " ".repeat(1001)).status()).isEqualTo(413);
        assertThat(ask("POST", "/emulation", "nonsense").status()).isEqualTo(400);
        assertThat(ask("GET", "/sse", "").status()).isEqualTo(400);
        var wrong = ask("PUT", "/stream", "");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.headers()).containsEntry("allow", "POST, OPTIONS");
    }

    @Test
    void pagesOfAllowedOriginsReadAnswersAndRefusalsAndOthersNothing() throws IOException {
        start(ServerMode.OWN, ALLOWED);

        for (var answer :
                List.of(
                        ask("POST", "/stream", CONNECT, "Origin", PAGE),
                        ask("GET", query("/sse"), "", "Origin", PAGE),
                        ask("POST", "/emulation", "nonsense", "Origin", PAGE),
                        ask("OPTIONS", "/emulation", "", "Origin", PAGE))) {
            assertThat(answer.headers())
                    .containsEntry("access-control-allow-origin", PAGE)
                    .containsEntry("access-control-allow-credentials", "true")
                    .containsEntry("vary", "Origin");
        }
        for (var path : List.of("/stream", "/sse", "/emulation")) {
            var answer = ask("POST", path, CONNECT, "Origin", "https://evil.example");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.headers().keySet())
                    .noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @Test
    void whereAllPagesMayComeTheyComeWithoutCookies() throws IOException {
        start(ServerMode.OWN, "--freshet.allowed-origins=*");

        var answer = ask("POST", "/stream", CONNECT, "Origin", PAGE);

        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", PAGE)
                .doesNotContainKey("access-control-allow-credentials");
    }

    /// Any link can be a GET, and with it a command in the name of whoever follows it.
    @Test
    void eventStreamIsOpenedWithACookieOnlyFromAPageThatMay() throws IOException {
        start(ServerMode.OWN, ALLOWED);

        assertThat(ask("GET", query("/sse"), "", "Cookie", "ann").status()).isEqualTo(403);
        assertThat(
                        ask(
                                        "GET",
                                        query("/sse"),
                                        "",
                                        "Cookie",
                                        "ann",
                                        "Referer",
                                        "https://evil.example/")
                                .status())
                .isEqualTo(403);
        assertThat(
                        ask("GET", query("/sse"), "", "Cookie", "ann", "Referer", PAGE + "/board")
                                .status())
                .isEqualTo(200);
        assertThat(ask("GET", query("/sse"), "").status()).isEqualTo(200);
    }

    @Test
    void withoutPathsThereIsNoStream() throws IOException {
        run(ServerMode.OWN, List.of());

        assertThat(ask("POST", "/stream", CONNECT).status()).isEqualTo(404);
        assertThat(ask("POST", "/emulation", CONNECT).status()).isEqualTo(404);
    }

    @Test
    void messagesAreCompressedOnlyWhenItIsSwitchedOn() throws IOException {
        var upgrade =
                new String[] {
                    "Connection", "Upgrade",
                    "Upgrade", "websocket",
                    "Sec-WebSocket-Version", "13",
                    "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Extensions", "permessage-deflate"
                };
        start(ServerMode.OWN);
        var off = ask("GET", "/connection/websocket", "", upgrade);
        stop();
        start(ServerMode.OWN, "--freshet.compression.enabled=true");
        var on = ask("GET", "/connection/websocket", "", upgrade);

        assertThat(off.status()).isEqualTo(101);
        assertThat(off.headers()).doesNotContainKey("sec-websocket-extensions");
        assertThat(on.headers().get("sec-websocket-extensions")).startsWith("permessage-deflate;");
    }
}
