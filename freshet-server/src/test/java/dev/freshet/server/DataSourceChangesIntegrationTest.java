package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.plugins.PluginFolder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Data sources made, changed and deleted by API, and what their channels' viewers see of it.
class DataSourceChangesIntegrationTest {
    private static final String METER =
            """
            {"name":"Meter","type":"test","uid":"meter","url":"http://one.example","basicAuth":true,
             "basicAuthUser":"ada","user":"u","database":"d","access":"direct","withCredentials":true,"isDefault":true,
             "jsonData":{"timeout":1.50,"big":12345678901234567890},
             "secureJsonData":{"password":"hush","token":"quiet"}}
            """;

    @TempDir Path data;

    private SourcesServer server;

    @BeforeEach
    void start() throws Exception {
        PluginFolder.java(data.resolve("plugins"), "test");
        server = new SourcesServer(data);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode post(String body) throws Exception {
        return ok(server.post("/api/datasources", body));
    }

    private HttpResponse<String> put(String uid, String body) throws Exception {
        return server.send("PUT", "/api/datasources/uid/" + uid, body);
    }

    private JsonNode get(String path) throws Exception {
        return ok(server.send("GET", "/api/datasources/" + path));
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static void refused(HttpResponse<String> answer, int status, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
    }

    @Test
    void aNewOneIsAnsweredAsGrafanaDoesAndFoundByUidAndName() throws Exception {
        var answer = server.post("/api/datasources", METER);

        var json = ok(answer);
        assertThat(answer.body())
                .doesNotContain("hush")
                .contains("{\"timeout\":1.50,\"big\":12345678901234567890}");
        assertThat(json.get("message").stringValue()).isEqualTo("Datasource added");
        assertThat(json.get("name").stringValue()).isEqualTo("Meter");
        var source = json.get("datasource");
        assertThat(source.get("id")).isEqualTo(json.get("id"));
        assertThat(source.get("secureJsonFields").toString())
                .isEqualTo("{\"password\":true,\"token\":true}");
        assertThat(source.get("version").intValue()).isEqualTo(1);
        assertThat(source.get("readOnly").booleanValue()).isFalse();
        assertThat(get("uid/meter")).isEqualTo(source);
        assertThat(get("name/Meter")).isEqualTo(source);
        assertThat(get("id/Meter").toString()).isEqualTo("{\"id\":" + json.get("id") + "}");
    }

    @Test
    void withoutAUidItGetsOneAndEveryOneAnother() throws Exception {
        var first = post("{\"name\":\"A b\",\"type\":\"x\"}").at("/datasource/uid").stringValue();
        var second = post("{\"name\":\"C\",\"type\":\"x\"}").at("/datasource/uid").stringValue();

        assertThat(first).matches("[a-z][a-z0-9]{13}").isNotEqualTo(second);
        assertThat(get("name/A%20b").get("uid").stringValue()).isEqualTo(first);
    }

    @Test
    void aNameOrUidThatIsTakenIsRefused() throws Exception {
        post(METER);
        post("{\"name\":\"Other\",\"type\":\"x\",\"uid\":\"other\"}");

        refused(
                server.post("/api/datasources", "{\"name\":\"Meter\",\"type\":\"x\"}"),
                409,
                "datasource.exists",
                "There is a data source with the name \\\"Meter\\\" already.",
                "PUT /api/datasources/uid/meter");
        refused(
                server.post(
                        "/api/datasources", "{\"name\":\"M\",\"type\":\"x\",\"uid\":\"meter\"}"),
                409,
                "The uid meter belongs to the data source \\\"Meter\\\" already.");
        refused(put("other", "{\"name\":\"Meter\",\"type\":\"x\"}"), 409, "the name");
        refused(
                put("other", "{\"name\":\"Other\",\"type\":\"x\",\"uid\":\"meter\"}"),
                409,
                "The uid meter");
        assertThat(get("uid/other").get("name").stringValue()).isEqualTo("Other");
    }

    @Test
    void aChangeReplacesAllButSecretsThatAreNotGiven() throws Exception {
        post(METER);

        var answer =
                ok(
                        put(
                                "meter",
                                """
                                {"name":"Gauge","type":"test","url":"http://two.example",
                                 "secureJsonData":{"token":"","key":"new"}}
                                """));

        assertThat(answer.get("message").stringValue()).isEqualTo("Datasource updated");
        var source = answer.get("datasource");
        assertThat(source.get("uid").stringValue()).isEqualTo("meter");
        assertThat(source.get("name").stringValue()).isEqualTo("Gauge");
        assertThat(source.get("basicAuth").booleanValue()).isFalse();
        assertThat(source.get("jsonData").toString()).isEqualTo("{}");
        assertThat(source.get("secureJsonFields").toString())
                .isEqualTo("{\"key\":true,\"password\":true}");
        // The plugin tells what it is given.
        var health = server.send("GET", "/api/datasources/uid/meter/health").body();
        assertThat(health).contains("http://two.example", "hush", "new").doesNotContain("quiet");
    }

    @Test
    void whoHasSeenAnOldVersionChangesNothing() throws Exception {
        post(METER);
        var body = "{\"name\":\"Meter\",\"type\":\"test\",\"url\":\"%s\",\"version\":%d}";

        assertThat(ok(put("meter", body.formatted("http://b", 1))).at("/datasource/version"))
                .hasToString("2");
        refused(
                put("meter", body.formatted("http://c", 1)),
                409,
                "datasource.changed-meanwhile",
                "it has version 2 now, and you have changed version 1");
        assertThat(ok(put("meter", body.formatted("http://c", 2))).at("/datasource/version"))
                .hasToString("3");
        assertThat(ok(put("meter", body.formatted("http://d", 0))).at("/datasource/version"))
                .hasToString("4");
    }

    @Test
    void whatIsWrongIsNamedMemberByMember() throws Exception {
        refused(server.post("/api/datasources", "{\"name\":"), 400, "not JSON: line 1, column");
        refused(server.post("/api/datasources", "[]"), 400, "no JSON object");
        refused(
                server.post(
                        "/api/datasources",
                        """
                        {"type":7,"uid":"a b","url":[],"basicAuth":"yes","jsonData":"x","secureJsondata":{},
                         "secureJsonData":{"token":5},"version":1.5,"password":"p","unheardOf":1}
                        """),
                400,
                "datasource.bad-body",
                "uid has to be up to 40 letters, digits, - and _.",
                "name is missing.",
                "type is a number; it has to be a string.",
                "url is a list; it has to be a string.",
                "basicAuth is a string; it has to be true or false.",
                "jsonData is a string; it has to be an object.",
                "secureJsonData.token is a number; it has to be a string.",
                "version is no whole number",
                "password does nothing here; put it under secureJsonData.",
                "secureJsondata is not known; did you mean secureJsonData?");
        refused(
                server.post("/api/datasources", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}"),
                413,
                "http.body-too-large");
        assertThat(server.send("GET", "/api/datasources").body()).isEqualTo("[]");
    }

    @Test
    void oneThatIsNotThereIsToldTheNearest() throws Exception {
        post(METER);
        var body = "{\"name\":\"Meter\",\"type\":\"test\"}";

        refused(put("metre", body), 404, "datasource.not-found", "Did you mean meter?");
        refused(server.send("DELETE", "/api/datasources/uid/metre"), 404, "Did you mean meter?");
        refused(server.send("GET", "/api/datasources/name/Metre"), 404, "Did you mean \\\"Meter");
        refused(server.send("GET", "/api/datasources/id/Metre"), 404, "Did you mean \\\"Meter");
        refused(server.send("DELETE", "/api/datasources/name/Metre"), 404, "datasource.not-found");
    }

    @Test
    void namedStreamsAreTakenInTheFormThatTheyAreShownInAndStayWhenNotGiven() throws Exception {
        var made =
                post(
                        """
                        {"name":"P","type":"prometheus","uid":"p","streams":[
                          {"name":"cpu","interval":"10s","overlap":"30s","query":{"expr":"up","limit":1.50}}]}
                        """);

        var streams = made.at("/datasource/streams");
        assertThat(streams.toString())
                .isEqualTo(
                        "[{\"name\":\"cpu\",\"interval\":\"10s\",\"range\":\"15m\",\"delay\":\"0\","
                                + "\"overlap\":\"30s\",\"query\":{\"expr\":\"up\",\"limit\":1.5},"
                                + "\"channel\":\"ds/p/cpu\"}]");
        var kept = ok(put("p", "{\"name\":\"Q\",\"type\":\"prometheus\"}"));
        assertThat(kept.at("/datasource/streams")).isEqualTo(streams);
        var again =
                ok(
                        put(
                                "p",
                                "{\"name\":\"Q\",\"type\":\"prometheus\",\"streams\":"
                                        + streams
                                        + "}"));
        assertThat(again.at("/datasource/streams")).isEqualTo(streams);
        var gone = ok(put("p", "{\"name\":\"Q\",\"type\":\"prometheus\",\"streams\":[]}"));
        assertThat(gone.at("/datasource").has("streams")).isFalse();
        refused(
                put(
                        "p",
                        """
                        {"name":"Q","type":"prometheus","streams":[
                          {"name":"q/a","query":{}},{"name":"b","interval":"1ms"},{"name":"c","query":{},"range":"soon"},
                          {"name":"c","query":5},7]}
                        """),
                400,
                "streams[0].name is \\\"q/a\\\", which is taken",
                "streams[1].query is missing.",
                "streams[1].interval is 1ms; it has to be between 100ms and 7d.",
                "streams[2].range is \\\"soon\\\", which is not a duration",
                "streams[3].name is \\\"c\\\", which stands already at streams[2].name.",
                "streams[3].query is a number; it has to be an object.",
                "streams[4] is a number; it has to be an object.");
    }

    @Test
    void streamsOfAChangedOneBeginAnew() throws Exception {
        post(METER);
        try (var client = server.connect()) {
            client.subscribe("1/ds/meter/forever");
            client.next();

            ok(put("meter", METER.replace("one.example", "two.example")));

            assertThat(client.next()).contains("\"pub\":{\"data\":{\"n\":1}");
        }
    }

    @Test
    void streamsOfADeletedOneEndWithTheReason() throws Exception {
        post(METER);
        try (var client = server.connect()) {
            client.subscribe("1/ds/meter/forever");
            client.next();

            var answer = ok(server.send("DELETE", "/api/datasources/uid/meter"));

            assertThat(answer.get("message").stringValue()).isEqualTo("Data source deleted");
            assertThat(answer.get("id").intValue()).isEqualTo(1);
            assertThat(client.next())
                    .contains("\"unsubscribe\":{\"code\":2400", "\\\"Meter\\\" was removed");
            assertThat(client.subscribe("1/ds/meter/forever")).contains("\"code\":404");
        }
    }

    @Test
    void streamsOfOneWithAnotherUidAreToldToSubscribeAgain() throws Exception {
        post(METER);
        try (var client = server.connect()) {
            client.subscribe("1/ds/meter/forever");
            client.next();

            ok(put("meter", METER.replace("\"meter\"", "\"gauge\"")));

            assertThat(client.next())
                    .contains("\"unsubscribe\":{\"code\":2600", "the data source has changed");
            refused(server.send("GET", "/api/datasources/uid/meter"), 404, "Its uid is gauge");
        }
    }

    @Test
    void aFileMakesOneThatTheApiMayChangeWhenItSaysSo() throws Exception {
        SourcesServer.provision(
                data,
                """
                apiVersion: 1
                datasources:
                  - {name: Filed, type: test, uid: filed, editable: true}
                """);
        server.reload();

        ok(put("filed", "{\"name\":\"Filed\",\"type\":\"test\",\"url\":\"http://x\"}"));
        assertThat(get("uid/filed").get("url").stringValue()).isEqualTo("http://x");
        ok(server.send("DELETE", "/api/datasources/name/Filed"));
        refused(server.send("GET", "/api/datasources/uid/filed"), 404, "datasource.not-found");
    }
}
