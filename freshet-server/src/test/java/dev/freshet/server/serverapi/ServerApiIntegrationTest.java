package dev.freshet.server.serverapi;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole server with the API, and a client that speaks the protocol as the anonymous user 0.
class ServerApiIntegrationTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String KEY = "correct-horse-battery";
    private static final String[] WITH_KEY = {"X-API-Key", KEY};

    @TempDir Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private LiveServer server;
    private String address = "";
    private TestClient client;
    private String clientId = "";

    @BeforeEach
    void start() throws Exception {
        start(setting("freshet.server_api", "compatible_paths", "true"));
        client = TestClient.open(URI.create("ws://" + address + "/api/live/ws"));
        var connected = JSON.readTree(client.command("\"connect\":{}"));
        clientId = connected.at("/connect/client").stringValue();
    }

    private void start(CommandLineSetting... more) throws Exception {
        var settings =
                new ArrayList<>(
                        List.of(
                                setting("paths", "data", data.toString()),
                                setting("server", "http_addr", "127.0.0.1"),
                                setting("server", "http_port", "0"),
                                setting("auth.anonymous", "enabled", "true"),
                                setting("auth.anonymous", "org_role", "Admin"),
                                setting("security", "admin_password", "first-admin"),
                                setting("freshet.server_api", "enabled", "true"),
                                setting("freshet.server_api", "key", KEY),
                                setting("freshet.server_api", "admins", "true"),
                                setting("freshet.server_api", "max_bytes", "2KiB"),
                                setting("freshet.channel.room", "pattern", "stream/room/*"),
                                setting("freshet.channel.room", "presence", "true"),
                                setting("freshet.channel.log", "pattern", "stream/log/*"),
                                setting("freshet.channel.log", "publish", "Viewer"),
                                setting("freshet.channel.log", "history_size", "10"),
                                setting("freshet.channel.log", "history_ttl", "1m")));
        settings.addAll(Arrays.asList(more));
        server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), settings))
                                .settings());
        address = "127.0.0.1:" + server.listen().getPort();
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

    private HttpResponse<String> send(String url, String body, String... headers) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + url))
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode result(String method, String body) throws Exception {
        var answer = send(address + "/api/live/server/" + method, body, WITH_KEY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("\"error\"");
        return JSON.readTree(answer.body()).get("result");
    }

    // ---- methods, as clients see them

    @Test
    void publicationsReachSubscribersInEverySpelling() throws Exception {
        client.subscribe("1/stream/demo/chat");
        client.subscribe("default/stream/demo/chat");

        result("publish", "{\"channel\":\"org-1/stream/demo/chat\",\"data\":{\"a\": 1}}");

        assertThat(List.of(client.next(), client.next()))
                .containsExactlyInAnyOrder(
                        """
                        {"push":{"channel":"1/stream/demo/chat","pub":{"data":{"a": 1}}}}\
                        """,
                        """
                        {"push":{"channel":"default/stream/demo/chat","pub":{"data":{"a": 1}}}}\
                        """);
    }

    @Test
    void aMethodThatIsNotThereIsNamedWithTheNearest() throws Exception {
        var answer = send(address + "/api/live/server/publsh", "{}", WITH_KEY);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("server-api.unknown-method", "\\\"publsh\\\"", "Did you mean publish?");
        assertThat(send(address + "/api/live/server/publsh", "{}", "X-API-Key", "guess").body())
                .doesNotContain("publish");
    }

    @Test
    void broadcastReachesEveryChannel() throws Exception {
        client.subscribe("1/stream/demo/a");
        client.subscribe("1/stream/demo/b");

        result("broadcast", "{\"channels\":[\"stream/demo/a\",\"stream/demo/b\"],\"data\":5}");

        assertThat(List.of(client.next(), client.next()))
                .allMatch(push -> push.contains("\"data\":5"))
                .anyMatch(push -> push.contains("stream/demo/a"))
                .anyMatch(push -> push.contains("stream/demo/b"));
    }

    @Test
    void whatIsPublishedIsListedWithItsRate() throws Exception {
        result("publish", "{\"channel\":\"stream/demo/listed\",\"data\":1}");

        var list =
                http.send(
                        HttpRequest.newBuilder(URI.create("http://" + address + "/api/live/list"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(list.body()).contains("\"channel\":\"stream/demo/listed\",\"minute_rate\":1");
    }

    @Test
    void userIsSubscribedWithDataAndRecoversAndIsUnsubscribed() throws Exception {
        var first = result("publish", "{\"channel\":\"stream/log/a\",\"data\":1}");
        result("publish", "{\"channel\":\"stream/log/a\",\"data\":2}");

        result(
                "subscribe",
                """
                {"user":"0","channel":"stream/log/a","data":{"hello":true},"expire_at":4102444800,
                 "recover_since":{"offset":1,"epoch":"%s"},
                 "override":{"force_recovery":{"value":true}}}\
                """
                        .formatted(first.get("epoch").stringValue()));

        assertThat(client.next())
                .startsWith("{\"push\":{\"channel\":\"1/stream/log/a\",\"subscribe\":{")
                .contains("\"recoverable\":true", "\"data\":{\"hello\":true}");
        assertThat(client.next()).contains("\"pub\":{\"data\":2,\"offset\":2}");

        result("unsubscribe", "{\"client\":\"" + clientId + "\",\"channel\":\"stream/log/a\"}");

        assertThat(client.next())
                .isEqualTo(
                        """
                        {"push":{"channel":"1/stream/log/a","unsubscribe":{"code":2000,"reason":"server unsubscribe"}}}\
                        """);
    }

    @Test
    void userIsSubscribedToAManagedStreamWithItsLastFrameAndThenSentDataOnly() throws Exception {
        push("host", "cpu load=7 1000000\n");

        result("subscribe", "{\"user\":\"0\",\"channel\":\"stream/host/cpu\"}");
        assertThat(client.next())
                .startsWith("{\"push\":{\"channel\":\"1/stream/host/cpu\",\"subscribe\":{")
                .contains("\"data\":{\"schema\":{", "[7]");

        push("host", "cpu load=8 2000000\n");
        assertThat(client.next()).doesNotContain("schema").contains("[8]");
    }

    @Test
    void userIsSubscribedToAManagedStreamOnWhichNothingCameWithoutData() throws Exception {
        result("subscribe", "{\"user\":\"0\",\"channel\":\"stream/host/cpu\"}");

        assertThat(client.next())
                .isEqualTo("{\"push\":{\"channel\":\"1/stream/host/cpu\",\"subscribe\":{}}}");
        push("host", "cpu load=8 2000000\n");
        assertThat(client.next()).contains("schema", "[8]");
    }

    /// Rows that come again as publications must not stand in the frame too.
    @Test
    void whoRecoversAManagedStreamGetsItsSchemaAndTheRowsThatWereMissed() throws Exception {
        push("log", "a load=7 1000000\n");
        var first = result("history", "{\"channel\":\"stream/log/a\",\"limit\":1}");
        push("log", "a load=8 2000000\n");

        result(
                "subscribe",
                """
                {"user":"0","channel":"stream/log/a","recover_since":{"offset":1,"epoch":"%s"},
                 "override":{"force_recovery":{"value":true}}}\
                """
                        .formatted(first.get("epoch").stringValue()));

        assertThat(client.next())
                .contains("\"subscribe\":{", "\"data\":{\"schema\":{")
                .doesNotContain("[7]", "[8]");
        assertThat(client.next()).contains("\"pub\":{", "[8]", "\"offset\":2");
    }

    private void push(String stream, String lines) throws Exception {
        var answer = send(address + "/api/live/push/" + stream, lines);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void unsubscribeEndsASubscriptionInAnotherSpelling() throws Exception {
        client.subscribe("default/stream/demo/chat");

        result("unsubscribe", "{\"user\":\"0\",\"channel\":\"stream/demo/chat\"}");

        assertThat(client.next()).contains("default/stream/demo/chat", "\"code\":2000");
    }

    @Test
    void presenceIsThatOfSubscribersAndOfOverrides() throws Exception {
        client.subscribe("1/stream/room/hall");
        result(
                "subscribe",
                "{\"user\":\"0\",\"channel\":\"stream/plain/x\",\"info\":{\"seat\":4},"
                        + "\"override\":{\"presence\":{\"value\":true}}}");
        assertThat(client.next()).contains("\"subscribe\"");

        var hall = result("presence", "{\"channel\":\"stream/room/hall\"}");
        var stats = result("presence_stats", "{\"channel\":\"stream/room/hall\"}");

        assertThat(hall.get("presence").get(clientId).get("user").stringValue()).isEqualTo("0");
        assertThat(stats.toString()).isEqualTo("{\"num_clients\":1,\"num_users\":1}");
        eventually(() ->
                assertThat(presenceOfPlain().get(clientId).at("/chan_info/seat").intValue())
                        .isEqualTo(4));
    }

    private JsonNode presenceOfPlain() {
        try {
            return result("presence", "{\"channel\":\"stream/plain/x\"}").get("presence");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void disconnectClosesAllButTheSparedAndTheirReasonIsTold() throws Exception {
        try (var other = TestClient.connect(URI.create("ws://" + address + "/api/live/ws"))) {
            result(
                    "disconnect",
                    "{\"user\":\"0\",\"whitelist\":[\""
                            + clientId
                            + "\"],\"disconnect\":{\"code\":4501,\"reason\":\"maintenance\"}}");

            assertThat(other.awaitClosed()).isEqualTo(new TestClient.Closed(4501, "maintenance"));
        }
        assertThat(client.subscribe("1/stream/demo/chat")).contains("\"subscribe\":{}");

        result("disconnect", "{\"client\":\"" + clientId + "\"}");

        assertThat(client.awaitClosed()).isEqualTo(new TestClient.Closed(3503, "force disconnect"));
    }

    @Test
    void refreshChangesAndEndsAConnectionsTime() throws Exception {
        result("refresh", "{\"user\":\"0\",\"expire_at\":4102444800}");

        assertThat(client.next()).contains("\"refresh\":{\"expires\":true,\"ttl\":");

        result("refresh", "{\"user\":\"0\",\"expired\":true}");

        assertThat(client.awaitClosed().code()).isEqualTo(3005);
    }

    @Test
    void channelsAreThoseWithSubscribersByPattern() throws Exception {
        client.subscribe("1/stream/demo/a");
        client.subscribe("org-1/stream/demo/a");
        client.subscribe("1/stream/room/hall");

        assertThat(result("channels", "").toString())
                .isEqualTo(
                        """
                        {"channels":{"1/stream/demo/a":{"num_clients":2},"1/stream/room/hall":{"num_clients":1}}}\
                        """);
        for (var pattern :
                List.of("stream/demo/*", "1/stream/d*", "*/demo/*", "stream/{demo,x}/a")) {
            assertThat(result("channels", "{\"pattern\":\"" + pattern + "\"}").get("channels"))
                    .as(pattern)
                    .hasSize(1);
        }
        assertThat(result("channels", "{\"pattern\":\"2/*\"}").get("channels")).isEmpty();
    }

    @Test
    void infoCountsThisNode() throws Exception {
        client.subscribe("1/stream/demo/a");

        var node = result("info", "{}").at("/nodes/0");

        assertThat(node.get("num_clients").intValue()).isEqualTo(1);
        assertThat(node.get("num_users").intValue()).isEqualTo(1);
        assertThat(node.get("num_channels").intValue()).isEqualTo(1);
        assertThat(node.get("num_subs").intValue()).isEqualTo(1);
        assertThat(node.get("version").stringValue()).isEqualTo(LiveServer.version());
        assertThat(node.at("/process/rss").longValue()).isPositive();
        assertThat(node.at("/metrics/interval").isIntegralNumber()).isTrue();
        var subscribed = node.at("/metrics/items").get("grafana_live_node_num_subscriptions");
        assertThat(subscribed.intValue()).isEqualTo(1);
    }

    @Test
    void batchIsDoneInItsOrder() throws Exception {
        client.subscribe("1/stream/demo/chat");

        var answer =
                send(
                        address + "/api/batch",
                        """
                        {"commands":[
                          {"publish":{"channel":"stream/demo/chat","data":1}},
                          {"publish":{"channel":"stream/demo","data":2}},
                          {"publish":{"channel":"stream/demo/chat","data":3}},
                          {"presence_stats":{"channel":"stream/room/x"}}]}\
                        """,
                        WITH_KEY);

        assertThat(client.next()).contains("\"data\":1");
        assertThat(client.next()).contains("\"data\":3");
        var replies = JSON.readTree(answer.body()).get("replies");
        assertThat(replies.get(0).toString()).isEqualTo("{\"publish\":{}}");
        assertThat(replies.at("/1/error/code").intValue()).isEqualTo(107);
        assertThat(replies.get(3).toString())
                .isEqualTo("{\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}");
    }

    // ---- who may, and where

    @ParameterizedTest
    @CsvSource({"/api/live/server/info", "/api/info"})
    void nobodyIsLetInWithoutTheKeyNotEvenAnAnonymousAdmin(String path) throws Exception {
        var nothing = send(address + path, "{}");
        var wrong = send(address + path, "{}", "X-API-Key", "wrong");
        var scheme = send(address + path, "{}", "Authorization", "apikey " + KEY);

        assertThat(nothing.statusCode()).isEqualTo(401);
        assertThat(nothing.body()).contains("auth.unauthorized", "X-API-Key");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("auth.unknown-key");
        assertThat(scheme.statusCode()).isEqualTo(200);
    }

    @Test
    void theKeyIsOfNoUseElsewhere() throws Exception {
        var publish =
                send(
                        address + "/api/live/publish",
                        "{\"channel\":\"stream/log/x\",\"data\":1}",
                        "Authorization",
                        "apikey " + KEY);

        assertThat(publish.statusCode()).isEqualTo(401);
    }

    @Test
    void adminsComeInWithTheirPasswordButNotFromOtherSites() throws Exception {
        server.makeFirstAdmin().toCompletableFuture().join();
        var basic = "Basic YWRtaW46Zmlyc3QtYWRtaW4=";
        var url = address + "/api/live/server/info";

        var own = send(url, "{}", "Authorization", basic);
        var foreign = send(url, "{}", "Authorization", basic, "Origin", "https://evil.example");

        assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("auth.origin");
    }

    @Test
    void keyHoldersMayComeFromAnywhere() throws Exception {
        var answer =
                send(
                        address + "/api/live/server/info",
                        "{}",
                        "X-API-Key",
                        KEY,
                        "Origin",
                        "https://elsewhere.example");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void largeBodyIsRefusedBeforeItIsRead() throws Exception {
        var body = "{\"channel\":\"stream/demo/x\",\"data\":\"" + "x".repeat(2048) + "\"}";

        var answer = send(address + "/api/live/server/publish", body, WITH_KEY);

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("http.body-too-large", "at most 2048");
    }

    @Test
    void otherMethodsAndPathsAreNotThere() throws Exception {
        var unknown = send(address + "/api/live/server/map_publish", "{}", WITH_KEY);
        var get =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://" + address + "/api/live/server/info"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(get.statusCode()).isEqualTo(405);
    }

    @Test
    void apiWithAPortOfItsOwnIsThereAndNowhereElse() throws Exception {
        client.close();
        server.close();
        start(setting("freshet.server_api", "port", "0"));
        var own = "127.0.0.1:" + Objects.requireNonNull(server.serverApiAddress()).getPort();
        client = TestClient.connect(URI.create("ws://" + address + "/api/live/ws"));
        client.subscribe("1/stream/demo/chat");

        var answer =
                send(
                        own + "/api/live/server/publish",
                        "{\"channel\":\"stream/demo/chat\",\"data\":1}",
                        WITH_KEY);

        assertThat(answer.body()).isEqualTo("{\"result\":{}}");
        assertThat(client.next()).contains("\"data\":1");
        assertThat(send(address + "/api/live/server/info", "{}", WITH_KEY).statusCode())
                .isEqualTo(404);
        assertThat(send(own + "/api/live/publish", "{}", WITH_KEY).statusCode()).isEqualTo(404);
        assertThat(openApi(own)).contains("/api/live/server/batch").doesNotContain("/api/live/ws");
        assertThat(openApi(address)).doesNotContain("/api/live/server/");
    }

    private String openApi(String at) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + at + "/api/openapi.json"));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void apiIsOffUnlessItIsSwitchedOn() throws Exception {
        client.close();
        server.close();
        start(setting("freshet.server_api", "enabled", "false"));
        client = TestClient.connect(URI.create("ws://" + address + "/api/live/ws"));

        assertThat(send(address + "/api/live/server/info", "{}", WITH_KEY).statusCode())
                .isEqualTo(404);
    }

    @Test
    void evenTheMostTalkativeLogHoldsNoKey() throws Exception {
        var root =
                ((LoggerContext) LoggerFactory.getILoggerFactory())
                        .getLogger(Logger.ROOT_LOGGER_NAME);
        var seen = new ListAppender<ILoggingEvent>();
        var before = root.getLevel();
        seen.start();
        root.addAppender(seen);
        root.setLevel(Level.TRACE);
        try {
            result("info", "{}");
            send(address + "/api/live/server/info", "{}", "Authorization", "apikey " + KEY);
            send(address + "/api/live/server/info", "{}", "X-API-Key", KEY + "-wrong");
        } finally {
            root.setLevel(before);
            root.detachAppender(seen);
        }

        assertThat(List.copyOf(seen.list))
                .isNotEmpty()
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(message -> message.contains(KEY));
    }

    // ---- the same key twice on the ordinary publish route

    @Test
    void secondPublishWithTheSameIdempotencyKeyIsNotPublishedAgain() throws Exception {
        client.subscribe("1/stream/log/orders");
        var body = "{\"channel\":\"stream/log/orders\",\"data\":%d}";
        var url = address + "/api/live/publish";

        var first = send(url, body.formatted(1), "Idempotency-Key", "order-17");
        var again = send(url, body.formatted(2), "Idempotency-Key", "order-17");
        var other = send(url, body.formatted(3), "Idempotency-Key", "order-18");

        assertThat(List.of(first, again, other))
                .allSatisfy(answer -> assertThat(answer.body()).isEqualTo("{}"));
        assertThat(client.next()).contains("\"data\":1,\"offset\":1");
        assertThat(client.next()).contains("\"data\":3,\"offset\":2");
    }
}
