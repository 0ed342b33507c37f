package dev.freshet.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole server with everybody an editor, and a client that speaks the protocol.
class SocketIntegrationTest {
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]+)\"");

    @TempDir Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private LiveServer server;
    private TestClient client;
    private String address = "";

    @BeforeEach
    void start() throws Exception {
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("auth.anonymous", "enabled", "true"),
                        setting("auth.anonymous", "org_role", "Editor"),
                        setting("freshet.channel.demo", "pattern", "stream/demo/*"),
                        setting("freshet.channel.demo", "publish", "Editor"),
                        setting("freshet.channel.board", "pattern", "stream/board/*"),
                        setting("freshet.channel.board", "subscribe", "Admin"),
                        setting("freshet.channel.board", "publish", "Admin"),
                        setting("freshet.channel.news", "pattern", "stream/news/*"),
                        setting("freshet.channel.news", "publish", "Editor"),
                        setting("freshet.channel.news", "history_size", "10"),
                        setting("freshet.channel.news", "history_ttl", "1h"),
                        setting("freshet.channel.news", "recovery", "stream"));
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

    private void push(String stream, String lines) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + address + "/api/live/push/" + stream))
                        .POST(HttpRequest.BodyPublishers.ofString(lines))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private String get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @CsvSource({
        "1/nonsense/a/b, 404, Unknown scope",
        "1/ds/P12/cpu, 404, Data source not found",
        "1/plugin/none/cpu, 404, is not here",
        "1/plugin/undefined/cpu, 404, built for an older Grafana",
        "1/plugin/testdata/none, 404, has no path",
        "1/grafana/broadcast/x, 404, There is no feature",
        "1/watch/x/y, 404, exists only with provisioning",
        "stream/telegraf/cpu, 400, must start with an org or namespace prefix",
        "1/stream/telegraf, 400, has no path",
        "2/stream/telegraf/cpu, 103, is not in your organisation 1",
        "org-2/stream/telegraf/cpu, 103, is not in your organisation 1",
        "1/stream/board/news, 403, needs the role Admin"
    })
    void whatCannotBeSubscribedToHasItsCodeAndSentence(String channel, int code, String sentence) {
        var reply = client.subscribe(channel);

        assertThat(reply).contains("\"error\":{\"code\":" + code + ",", sentence);
        assertThat(reply).doesNotContain("\"temporary\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "1/stream/telegraf/cpu, 403, data enters stream channels by push",
        "1/stream/board/news, 403, needs the role Admin",
        "1/plugin/testdata/random-2s-stream, 403, does not let you use",
        "2/stream/demo/chat, 103, is not in your organisation 1",
        "1/nonsense/a/b, 404, Unknown scope"
    })
    void whatCannotBePublishedOnHasItsCodeAndSentence(String channel, int code, String sentence) {
        var reply = client.command(publish(channel, "1"));

        assertThat(reply).contains("\"error\":{\"code\":" + code + ",", sentence);
    }

    private static String publish(String channel, String json) {
        return "\"publish\":{\"channel\":\"" + channel + "\",\"data\":" + json + "}";
    }

    @Test
    void anOpenedPatternTakesPublicationsInAnySpelling() {
        client.subscribe("1/stream/demo/chat");

        var reply = client.command(publish("default/stream/demo/chat", "{\"text\":\"hello\"}"));

        assertThat(reply).doesNotContain("error");
        assertThat(client.next())
                .isEqualTo(
                        """
                        {"push":{"channel":"1/stream/demo/chat","pub":{"data":{"text":"hello"}}}}\
                        """);
    }

    @Test
    void whatWasMissedOnAChannelWithRecoveryIsSentToWhoComesBackInAnySpelling() {
        client.subscribe("1/stream/news/world");
        client.command(publish("1/stream/news/world", "1"));
        var position = EPOCH.matcher(client.subscribe("org-1/stream/news/world"));
        assertThat(position.find()).isTrue();
        client.command("\"unsubscribe\":{\"channel\":\"1/stream/news/world\"}");
        client.command("\"unsubscribe\":{\"channel\":\"org-1/stream/news/world\"}");
        client.command(publish("1/stream/news/world", "2"));

        var reply =
                client.command(
                        "\"subscribe\":{\"channel\":\"default/stream/news/world\",\"recover\":true,"
                                + "\"offset\":1,\"epoch\":\""
                                + position.group(1)
                                + "\"}");

        assertThat(reply)
                .contains("\"recovered\":true", "\"publications\":[{\"data\":2,", "\"offset\":2");
    }

    @Test
    void channelsOfOtherPatternsAreNotPositioned() {
        assertThat(client.subscribe("1/stream/demo/chat")).doesNotContain("epoch", "recoverable");
    }

    @Test
    void eachSpellingGetsPushesInItsOwnSpellingEvenOnOneConnection() throws Exception {
        for (var spelling : List.of("1", "default", "org-1")) {
            assertThat(client.subscribe(spelling + "/stream/telegraf/cpu")).doesNotContain("error");
        }

        push("telegraf", "cpu load=7 1000000\n");

        assertThat(List.of(client.next(), client.next(), client.next()))
                .satisfiesExactlyInAnyOrder(
                        push -> assertThat(push).contains("\"1/stream/telegraf/cpu\"", "[7]"),
                        push -> assertThat(push).contains("\"default/stream/telegraf/cpu\"", "[7]"),
                        push -> assertThat(push).contains("\"org-1/stream/telegraf/cpu\"", "[7]"));
        assertThat(get("/api/live/info/stream/telegraf/cpu")).contains("\"subscribers\":3");
    }

    @Test
    void anEqualNameCannotBeSubscribedToTwice() {
        client.subscribe("1/stream/telegraf/cpu");

        assertThat(client.subscribe("1/stream/telegraf/cpu")).contains("\"code\":105");
    }

    @Test
    void aNewSubscriberGetsTheLastFrameAtOnceAndThenDataOnly() throws Exception {
        push("telegraf", "cpu load=7 1000000\n");

        var reply = client.subscribe("1/stream/telegraf/cpu");
        push("telegraf", "cpu load=8 2000000\n");

        assertThat(reply).contains("\"data\":{\"schema\":{", "[7]");
        assertThat(client.next()).doesNotContain("schema").contains("[8]");
    }

    @Test
    void aChannelOnWhichNothingCameIsSubscribedAndUnknownInInfo() throws Exception {
        var reply = client.subscribe("1/stream/telegraf/cpv");

        assertThat(reply).doesNotContain("error");
        assertThat(get("/api/live/info/stream/telegraf/cpv"))
                .contains("\"known\":false", "\"subscribers\":1");
    }

    @Test
    void aSampleStreamRunsForItsSubscriberAndIsNamedInInfo() throws Exception {
        client.subscribe("1/plugin/testdata/random-20Hz-stream");

        assertThat(client.next()).contains("\"schema\"", "\"Value\"");
        assertThat(get("/api/live/info/plugin/testdata/random-20Hz-stream"))
                .contains("\"known\":true", "\"kind\":\"source\"", "\"subscribers\":1");
    }
}
