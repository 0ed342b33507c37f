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
import java.net.URLEncoder;
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
import org.junit.jupiter.params.provider.ValueSource;

/// The whole server, and peers that no WebSocket reaches.
class StreamsIntegrationTest {
    private static final String HTTP_STREAM = "/api/live/http_stream";
    private static final String SSE = "/api/live/sse";
    private static final String EMULATION = "/api/live/emulation";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final String OPEN =
            CONNECT + "\n{\"id\":2,\"subscribe\":{\"channel\":\"1/stream/demo/chat\"}}";

    @TempDir Path data;

    private final List<StreamPeer> peers = new ArrayList<>();
    private LiveServer server;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        start("true");
    }

    private void start(String anonymous) throws Exception {
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("live", "message_size_limit", "2000"),
                        setting("auth.anonymous", "enabled", anonymous),
                        setting("auth.anonymous", "org_role", "Editor"),
                        setting("freshet.channel.demo", "pattern", "stream/demo/*"),
                        setting("freshet.channel.demo", "publish", "Editor"));
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

    private static String member(String connectReply, String name) {
        int at = connectReply.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return connectReply.substring(at, connectReply.indexOf('"', at));
    }

    static String beside(String connectReply, String command) {
        return "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"%s\"}"
                .formatted(
                        member(connectReply, "session"),
                        member(connectReply, "node"),
                        command.replace("\"", "\\\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {HTTP_STREAM, SSE})
    void clientWithoutAWebSocketSubscribesPublishesAndIsSentWhatComes(String path)
            throws Exception {
        var stream = ask("POST", path, CONNECT);
        assertThat(stream.status()).isEqualTo(200);
        var connected = stream.next();

        var subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"1/stream/demo/chat\"}}";
        assertThat(ask("POST", EMULATION, beside(connected, subscribe)).status()).isEqualTo(204);
        assertThat(stream.next()).startsWith("{\"id\":2,\"subscribe\":{");
        var publish =
                "{\"id\":3,\"publish\":{\"channel\":\"1/stream/demo/chat\",\"data\":{\"text\":1}}}";
        ask("POST", EMULATION, beside(connected, publish));

        assertThat(List.of(stream.next(), stream.next()))
                .containsExactlyInAnyOrder(
                        "{\"id\":3,\"publish\":{}}",
                        "{\"push\":{\"channel\":\"1/stream/demo/chat\",\"pub\":{\"data\":{\"text\":1}}}}");
    }

    /// A line break in what somebody publishes would end an event in its middle.
    @Test
    void prettyJsonThatWasPublishedOverHttpIsOneEvent() throws Exception {
        var stream = ask("POST", SSE, OPEN);
        stream.next();
        stream.next();

        ask(
                "POST",
                "/api/live/publish",
                "{\"channel\":\"stream/demo/chat\",\n\"data\":{\r\n  \"a\":\r1\n}}");

        assertThat(stream.next())
                .isEqualTo(
                        "{\"push\":{\"channel\":\"1/stream/demo/chat\",\"pub\":{\"data\":{ "
                                + " \"a\":1}}}}");
    }

    @Test
    void framesReachAStream() throws Exception {
        var stream =
                ask(
                        "POST",
                        HTTP_STREAM,
                        CONNECT + "\n{\"id\":2,\"subscribe\":{\"channel\":\"1/stream/host/cpu\"}}");
        stream.next();
        stream.next();

        assertThat(ask("POST", "/api/live/push/host", "cpu usage=1\n").status()).isEqualTo(200);

        assertThat(stream.next()).contains("\"channel\":\"1/stream/host/cpu\"", "\"schema\"");
    }

    @Test
    void eventStreamIsOpenedWithAGetFromOurOwnPage() throws Exception {
        var path = SSE + "?cf_connect=" + URLEncoder.encode(CONNECT, UTF_8);

        assertThat(ask("GET", path, "").status()).isEqualTo(403);
        var stream = ask("GET", path, "", "Referer", "http://localhost/");

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.headers()).containsEntry("x-accel-buffering", "no");
        assertThat(stream.next()).startsWith("{\"id\":1,\"connect\":{");
    }

    @Test
    void bodiesAreAsLongAsMessages() throws Exception {
        var spaces = " ".repeat(2000 - CONNECT.length());

        assertThat(ask("POST", HTTP_STREAM, CONNECT + spaces).status()).isEqualTo(200);
        assertThat(ask("POST", HTTP_STREAM, CONNECT + spaces + " ").status()).isEqualTo(413);
        assertThat(ask("POST", EMULATION, "x".repeat(2001)).status()).isEqualTo(413);
    }

    @Test
    void otherSitesReachNothing() throws Exception {
        var connected = ask("POST", HTTP_STREAM, CONNECT).next();

        for (var path : List.of(HTTP_STREAM, SSE, EMULATION)) {
            var answer =
                    ask("POST", path, beside(connected, "{}"), "Origin", "https://evil.example");

            assertThat(answer.status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void requestBesideAStreamIsRefusedWithASentence() throws Exception {
        assertThat(ask("POST", EMULATION, "nonsense").status()).isEqualTo(400);
        assertThat(ask("POST", EMULATION, "{\"node\":\"gone\"}").status()).isEqualTo(404);
        assertThat(ask("GET", EMULATION, "").status()).isEqualTo(405);
        assertThat(ask("OPTIONS", EMULATION, "").headers())
                .containsEntry("access-control-allow-methods", "POST, OPTIONS");
    }

    @Test
    void strangersOpenNothing() throws Exception {
        stop();
        peers.clear();
        start("false");

        assertThat(ask("POST", HTTP_STREAM, CONNECT).status()).isEqualTo(401);
        assertThat(ask("POST", SSE, CONNECT).status()).isEqualTo(401);
    }
}
