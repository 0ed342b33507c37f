package dev.freshet.server.plugin;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.plugins.PluginFolder;
import dev.freshet.server.SourcesServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that a plugin's process answers, through a running server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourceApiIntegrationTest {
    private static final String METER = "/api/datasources/uid/meter/resources";

    private SourcesServer server;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        PluginFolder.java(data.resolve("plugins"), "test");
        PluginFolder.json(data.resolve("plugins/closed"), "closed", "datasource");
        SourcesServer.provision(
                data,
                """
                apiVersion: 1
                datasources:
                  - {name: Meter, uid: meter, type: test, url: "http://one.example", secureJsonData: {password: hush}}
                  - {name: Prometheus, uid: prom, type: prometheus, url: "http://localhost:1"}
                  - {name: Other, uid: other, type: nowhere}
                  - {name: Samples, uid: samples, type: testdata}
                  - {name: Closed, uid: closed, type: closed}
                """);
        server = new SourcesServer(data);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return server.send(server.request(path));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    @Test
    void thePluginIsToldWhatWasAskedAndOfWhichDataSource() throws Exception {
        var answer =
                server.send(
                        server.request(METER + "/echo/a%20b/%C3%A4?x=1&x=%26")
                                .header("Content-Type", "text/csv")
                                .header("Accept-Language", "de")
                                .header("Cookie", "grafana_session=secret1")
                                .header("X-WEBAUTH-USER", "secret2")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("a,b")));

        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        assertThat(text(answer))
                .contains(
                        "path: \"echo/a b/\\303\\244\"",
                        "method: \"PATCH\"",
                        "url: \"echo/a%20b/%C3%A4?x=1&x=%26\"",
                        "text/csv",
                        "\"de\"",
                        "http://one.example",
                        "hush",
                        "role: \"Admin\"",
                        "body 3 a,b")
                .doesNotContain("secret1", "secret2", "Cookie");
    }

    @Test
    void aPluginIsAskedWithoutADataSourceToo() throws Exception {
        var answer = get("/api/plugins/test/resources/echo?a=b");

        assertThat(text(answer))
                .contains("path: \"echo\"", "url: \"echo?a=b\"")
                .doesNotContain("dataSourceInstanceSettings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?a=b", "/"})
    void itsRootIsAPathToo(String end) throws Exception {
        assertThat(text(get(METER + end))).contains("method: \"GET\"").doesNotContain("\npath");
    }

    @Test
    void everyMethodIsPassedOn() throws Exception {
        for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            var answer =
                    server.send(
                            server.request(METER + "/echo")
                                    .method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(text(answer)).contains("method: \"" + method + "\"");
        }
        var head =
                server.send(
                        server.request(METER + "/binary")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("Content-Length")).contains("256");
    }

    @Test
    void bytesAndStatusComeBackAsThePluginGaveThem() throws Exception {
        var binary = get(METER + "/binary");
        var missing = get(METER + "/status/404");

        assertThat(binary.body()).hasSize(256).startsWith(0, 1).endsWith(254, 255);
        assertThat(binary.headers().firstValue("Content-Type"))
                .contains("application/octet-stream");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(text(missing)).isEqualTo("no such thing");
        assertThat(missing.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(get(METER + "/status/204").body()).isEmpty();
        assertThat(get(METER + "/status/999").statusCode()).isEqualTo(500);
    }

    @Test
    void noCookieAndNothingOfTheConnectionComesFromAPlugin() throws Exception {
        var answer = get(METER + "/headers");

        assertThat(text(answer)).isEqualTo("a,b");
        assertThat(answer.headers().allValues("X-Own")).containsExactly("one", "two");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).contains("sandbox");
        assertThat(answer.headers().map())
                .doesNotContainKeys(
                        "set-cookie", "x-hop", "x-split", "x-injected", "www-authenticate");
    }

    @Test
    void aPluginThatFailsIsToldOf() throws Exception {
        var error = get(METER + "/error");
        var crash = get(METER + "/crash");

        assertThat(error.statusCode()).isEqualTo(503);
        assertThat(text(error)).contains("no database");
        assertThat(crash.statusCode()).isEqualTo(503);
        assertThat(text(crash)).contains("went away during CallResource for crash.");
        // It is started again.
        eventually(() -> assertThat(status(METER + "/echo")).isEqualTo(200));
    }

    /// It was told that there is no plugin, right below "OK".
    @Test
    void aSourceInsideTheServerHasNoneAndIsNotMissing() throws Exception {
        assertThat(text(get("/api/datasources/uid/samples/health")))
                .contains("\\\"testdata\\\" runs inside this server.");
        assertThat(text(get("/api/datasources/uid/samples/resources/a")))
                .contains("runs inside this server and has no resources", "ds/samples/<path>");
    }

    @Test
    void aPluginThatMayNotRunSaysSoEverywhere() throws Exception {
        var why = "Plugin \\\"closed\\\" is not signed";
        assertThat(text(get("/api/datasources/uid/closed/resources/a"))).contains(why);
        assertThat(text(get("/api/live/info/ds/closed/x")))
                .contains("\"why\":\"" + why)
                .doesNotContain("it starts with the first subscriber");
    }

    @Test
    void aBodyThatIsTooLongIsNotBlamedOnASetting() throws Exception {
        var answer =
                server.send(
                        server.request(METER + "/echo")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                new byte[(1 << 20) + 1])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(text(answer)).contains("at most 1048576", "Send smaller requests");
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBodyThatIsTooLargeAndAPathUpwardsAreRefused() throws Exception {
        var large =
                server.send(
                        server.request(METER + "/echo")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                new byte[(1 << 20) + 1])));

        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(status(METER + "/a/%2E%2E/b")).isEqualTo(400);
        assertThat(status(METER + "/a/..%2Fb")).isEqualTo(400);
    }

    /// Viewers may not list plugins; the nearest one's id was told to them all the same.
    @Test
    void onlyAdminsAreToldOfAnotherPlugin(@TempDir Path data) throws Exception {
        PluginFolder.java(data.resolve("plugins"), "test");
        assertThat(text(get("/api/plugins/tests/resources"))).contains("Did you mean test?");

        try (var viewers = new SourcesServer(data, "Viewer")) {
            assertThat(text(viewers.send(viewers.request("/api/plugins/tests/resources"))))
                    .contains("There is no plugin")
                    .doesNotContain("Did you mean");
        }
    }

    @Test
    void whatHasNoPluginSaysWhatToDo() throws Exception {
        assertThat(text(get("/api/datasources/uid/metre/resources/x"))).contains("Did you mean");
        assertThat(status("/api/datasources/uid/metre/resources/x")).isEqualTo(404);
        assertThat(text(get("/api/datasources/uid/prom/resources/x")))
                .contains("asked by this server itself", "POST /api/ds/query");
        assertThat(text(get("/api/datasources/uid/other/resources/x"))).contains("nowhere");
        assertThat(text(get("/api/plugins/tset/resources/x"))).contains("Did you mean test?");
    }
}
