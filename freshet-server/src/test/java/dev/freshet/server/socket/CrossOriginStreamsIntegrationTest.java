package dev.freshet.server.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.StreamPeer;
import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What browsers are told for pages of other origins on the HTTP transports: those that may open a
/// socket may read, and nobody else.
class CrossOriginStreamsIntegrationTest {
    private static final String HTTP_STREAM = "/api/live/http_stream";
    private static final String SSE = "/api/live/sse";
    private static final String EMULATION = "/api/live/emulation";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String PAGE = "https://a.dash.example";
    private static final String EVIL = "https://evil.example";

    @TempDir Path data;

    private final List<StreamPeer> peers = new ArrayList<>();
    private LiveServer server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        start("true", "https://*.dash.example");
    }

    private void start(String anonymous, String allowedOrigins) throws Exception {
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("live", "message_size_limit", "2000"),
                        setting("live", "allowed_origins", allowedOrigins),
                        setting("auth.anonymous", "enabled", anonymous),
                        setting("security", "admin_password", "first-admin"));
        server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), settings))
                                .settings());
        address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.listen().getPort());
    }

    private static CommandLineSetting setting(String section, String key, String value) {
        return new CommandLineSetting(section, key, value, "test");
    }

    @AfterEach
    void stop() throws Exception {
        for (var peer : peers) {
            peer.close();
        }
        peers.clear();
        server.close();
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

    private static void assertReadable(StreamPeer answer, String origin) {
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", origin)
                .containsEntry("access-control-allow-credentials", "true")
                .containsEntry("vary", "Origin");
    }

    private static void assertUnreadable(StreamPeer answer) {
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control-"));
        assertThat(answer.headers()).containsEntry("vary", "Origin");
    }

    @Test
    void pageOfAnAllowedOriginReadsStreamsAndAnswersBesideThem() throws Exception {
        var query = SSE + "?cf_connect=" + URLEncoder.encode(CONNECT, UTF_8);

        var stream = ask("POST", HTTP_STREAM, CONNECT, "Origin", PAGE);
        var events = ask("GET", query, "", "Origin", PAGE);
        var connected = stream.next();
        var beside =
                ask(
                        "POST",
                        EMULATION,
                        StreamsIntegrationTest.beside(connected, "{}"),
                        "Origin",
                        PAGE);

        assertThat(stream.status()).isEqualTo(200);
        assertReadable(stream, PAGE);
        assertThat(connected).startsWith("{\"id\":1,\"connect\":{");
        assertThat(events.status()).isEqualTo(200);
        assertReadable(events, PAGE);
        assertThat(events.next()).startsWith("{\"id\":1,\"connect\":{");
        assertThat(beside.status()).isEqualTo(204);
        assertReadable(beside, PAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/live/http_stream, 'POST, OPTIONS'",
        "/api/live/sse, 'GET, POST, OPTIONS'",
        "/api/live/emulation, 'POST, OPTIONS'"
    })
    void browserThatAsksFirstIsToldMethodsAndHeaders(String path, String methods) throws Exception {
        var answer =
                ask(
                        "OPTIONS",
                        path,
                        "",
                        "Origin",
                        PAGE,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,content-type");

        assertThat(answer.status()).isEqualTo(204);
        assertReadable(answer, PAGE);
        assertThat(answer.headers())
                .containsEntry("access-control-allow-methods", methods)
                .containsEntry("access-control-max-age", "300");
        assertThat(answer.headers().get("access-control-allow-headers"))
                .contains("Authorization", "Content-Type", "X-Requested-With");
    }

    @Test
    void refusalsCanBeReadToo() throws Exception {
        var tooLong = ask("POST", HTTP_STREAM, "x".repeat(2001), "Origin", PAGE);
        var nonsense = ask("POST", EMULATION, "nonsense", "Origin", PAGE);
        var noCommands = ask("GET", SSE, "", "Origin", PAGE);
        var wrongToken =
                ask("POST", HTTP_STREAM, CONNECT, "Origin", PAGE, "Authorization", "Bearer x");

        assertThat(List.of(tooLong, nonsense, noCommands, wrongToken))
                .allSatisfy(answer -> assertReadable(answer, PAGE))
                .extracting(StreamPeer::status)
                .containsExactly(413, 400, 400, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {HTTP_STREAM, SSE, EMULATION})
    void otherPagesAreRefusedAndMayNotEvenReadWhy(String path) throws Exception {
        for (var method : List.of("POST", "OPTIONS")) {
            for (var origin : List.of(EVIL, "null", "https://dash.example")) {
                var answer = ask(method, path, CONNECT, "Origin", origin);

                assertThat(answer.status()).isEqualTo(403);
                assertUnreadable(answer);
            }
        }
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + address.getPort() + path))
                            .header("Origin", EVIL)
                            .POST(HttpRequest.BodyPublishers.ofString(CONNECT))
                            .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("\"messageId\":\"auth.origin\"", EVIL, "allowed_origins");
        }
    }

    /// Where every page may listen, none may read with the cookies of somebody who is signed in.
    @Test
    void whereAllPagesMayComeTheyComeWithoutCookies() throws Exception {
        stop();
        start("true", "*");

        var stream = ask("POST", HTTP_STREAM, CONNECT, "Origin", EVIL);
        var preflight = ask("OPTIONS", EMULATION, "", "Origin", EVIL);

        for (var answer : List.of(stream, preflight)) {
            assertThat(answer.headers())
                    .containsEntry("access-control-allow-origin", EVIL)
                    .doesNotContainKey("access-control-allow-credentials");
        }
    }

    @Test
    void requestsWithoutAnOriginAreAnsweredAsBefore() throws Exception {
        var stream = ask("POST", HTTP_STREAM, CONNECT);

        assertThat(stream.status()).isEqualTo(200);
        assertUnreadable(stream);
    }

    @Test
    void otherAnswersAreForOurOwnPagesOnly() throws Exception {
        assertThat(ask("GET", "/api/health", "", "Origin", PAGE).headers())
                .doesNotContainKeys("access-control-allow-origin", "vary");
    }
}
