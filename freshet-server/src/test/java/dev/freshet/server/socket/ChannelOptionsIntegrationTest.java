package dev.freshet.server.socket;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server with channels that keep history and presence.
class ChannelOptionsIntegrationTest {
    private static final String SECTION = "freshet.channel.plant";

    @TempDir Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private LiveServer server;
    private String address = "";

    @BeforeEach
    void start() throws Exception {
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("auth.anonymous", "enabled", "true"),
                        setting("auth.anonymous", "org_role", "Admin"),
                        setting(SECTION, "pattern", "stream/plant/*"),
                        setting(SECTION, "publish", "Editor"),
                        setting(SECTION, "history_size", "10"),
                        setting(SECTION, "history_ttl", "1m"),
                        setting(SECTION, "recovery", "stream"),
                        setting(SECTION, "presence", "true"),
                        setting(SECTION, "join_leave", "true"));
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
        server.close();
    }

    private TestClient connect() {
        return TestClient.connect(URI.create("ws://" + address + "/api/live/ws"));
    }

    private void push(String lines) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + address + "/api/live/push/plant"))
                        .POST(HttpRequest.BodyPublishers.ofString(lines))
                        .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
    }

    private static String field(String reply, String name) {
        int from = reply.indexOf("\"" + name + "\":") + name.length() + 3;
        int to = from;
        while (",}".indexOf(reply.charAt(to)) < 0) {
            to++;
        }
        return reply.substring(from, to);
    }

    @Test
    void returningClientIsGivenTheRowsThatItMissedAndNoneTwice() throws Exception {
        push("boiler temperature=80 1000000000");
        var before = connect();
        var first = before.subscribe("1/stream/plant/boiler");
        before.close();
        push("boiler temperature=81 2000000000\n");
        push("boiler temperature=82 3000000000\n");

        var after = connect();
        var reply =
                after.command(
                        "\"subscribe\":{\"channel\":\"1/stream/plant/boiler\",\"recover\":true,"
                                + "\"epoch\":"
                                + field(first, "epoch")
                                + ",\"offset\":"
                                + field(first, "offset")
                                + "}");
        push("boiler temperature=83 4000000000\n");

        assertThat(first).contains("\"values\":[[\"\"],[1000],[80]]").contains("\"offset\":1");
        assertThat(reply)
                .contains(
                        "\"recovered\":true",
                        "{\"values\":[[\"\"],[2000],[81]]}",
                        "[[\"\"],[3000],[82]]")
                .contains("\"data\":{\"schema\":")
                .doesNotContain("[1000],[80]]");
        assertThat(reply.substring(reply.indexOf("\"data\":{\"schema\":")))
                .doesNotContain("values");
        assertThat(nextPublication(after)).contains("[4000],[83]]", "\"offset\":4");
    }

    private static String nextPublication(TestClient client) {
        var line = client.next();
        return line.contains("\"join\"") ? nextPublication(client) : line;
    }

    @Test
    void subscribersAreToldWhoComesAndWhoIsThere() {
        var first = connect();
        first.subscribe("1/stream/plant/room");
        var own = first.next();
        var second = connect();
        second.subscribe("default/stream/plant/room");

        var joined = first.next();
        var presence = first.command("\"presence\":{\"channel\":\"1/stream/plant/room\"}");
        var stats = first.command("\"presence_stats\":{\"channel\":\"1/stream/plant/room\"}");
        second.close();

        assertThat(own).contains("\"join\":{\"info\":{\"user\":\"0\"");
        assertThat(joined).contains("\"channel\":\"1/stream/plant/room\"", "\"join\"");
        assertThat(presence).containsPattern("\\{\"presence\":\\{\"[0-9a-f-]+\":\\{\"user\":\"0\"");
        assertThat(stats).contains("\"num_clients\":2,\"num_users\":1");
        assertThat(first.next()).contains("\"leave\"");
    }

    @Test
    void historyIsReadByWhoeverIsSubscribed() throws Exception {
        push("boiler temperature=80 1000000000");
        var client = connect();

        var refused =
                client.command("\"history\":{\"channel\":\"1/stream/plant/boiler\",\"limit\":5}");
        client.subscribe("1/stream/plant/boiler");
        var history =
                client.command("\"history\":{\"channel\":\"1/stream/plant/boiler\",\"limit\":5}");

        assertThat(refused).contains("\"code\":103", "not subscribed", "stream/plant/boiler");
        assertThat(history).contains("\"publications\":[{\"data\":", "\"offset\":1");
    }

    @Test
    void whatIsNotJsonIsRefusedOverProtobufToo() {
        var client =
                TestClient.open(URI.create("ws://" + address + "/api/live/ws?format=protobuf"))
                        .protobuf();
        client.command("\"connect\":{}");
        client.subscribe("1/stream/plant/raw");

        var refused =
                client.command(
                        "\"publish\":{\"channel\":\"1/stream/plant/raw\",\"data\":{\"$text\":\"plain\"}}");
        var published =
                client.command(
                        "\"publish\":{\"channel\":\"1/stream/plant/raw\",\"data\":{\"n\":1}}");

        assertThat(refused).contains("\"code\":400", "is not JSON", "stream/plant/raw");
        assertThat(published).contains("\"publish\":{}");
        assertThat(nextPublication(client)).contains("\"data\":{\"n\":1}");
    }

    @Test
    void channelsWithoutARuleSayHowToGetPresenceAndHistory() {
        var client = connect();
        client.subscribe("1/stream/other/x");

        var presence = client.command("\"presence\":{\"channel\":\"1/stream/other/x\"}");
        var history = client.command("\"history\":{\"channel\":\"1/stream/other/x\"}");

        assertThat(presence).contains("\"code\":108", "keeps no list of who is subscribed");
        assertThat(history).contains("\"code\":108", "keeps no history");
        eventually(() -> assertThat(client.isClosed()).isFalse());
    }
}
