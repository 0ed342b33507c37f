package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.auth.Role;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.Settings;
import dev.freshet.server.config.SettingsLoader;
import dev.freshet.server.identity.Identity;
import dev.freshet.server.identity.IdentitySettings;
import dev.freshet.server.identity.Outcome;
import dev.freshet.server.identity.Users;
import dev.freshet.server.storage.Database;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Data sources and organisations of a server that runs, over HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataSourceApiIntegrationTest {
    private static final String FILE =
            """
            apiVersion: 1
            datasources:
              - name: Prometheus
                type: prometheus
                uid: prom
                url: http://localhost:9090
                isDefault: true
                jsonData: {interval: 15}
                secureJsonData: {token: hunter2}
              - name: There
                type: loki
                uid: there
                orgId: 2
                streams:
                  - name: errors
                    delay: 2s
                    query: {expr: 'rate({app="web"}[$__interval])', limit: 1.50}
                  - {name: deep/all, interval: 250ms, range: 24h, overlap: 0s, query: {}}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private Path directory;
    private String adminToken;
    private String viewerToken;
    private String adminThereToken;
    private String bothToken;
    private LiveServer server;
    private String address;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        write("a.yaml", FILE);
        makeAccounts(settings());
        server = new LiveServer(settings());
        address = "localhost:" + server.listen().getPort();
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        server.close();
    }

    @Test
    void anAdminSeesTheDataSourcesOfTheOrganisationWithoutSecrets() throws Exception {
        var answer = get("/api/datasources", adminToken);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("hunter2");
        var list = JsonMapper.shared().readTree(answer.body());
        assertThat(list).hasSize(1);
        assertThat(list.get(0))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"id":1,"uid":"prom","orgId":1,"name":"Prometheus","type":"prometheus",
                                        "typeName":"prometheus","access":"proxy","url":"http://localhost:9090",
                                        "user":"","database":"","basicAuth":false,"basicAuthUser":"",
                                        "withCredentials":false,"isDefault":true,"jsonData":{"interval":15},
                                        "secureJsonFields":{"token":true},"version":1,"readOnly":true}
                                        """));
        assertThat(json(get("/api/datasources/uid/prom", adminToken))).isEqualTo(list.get(0));
    }

    @Test
    void anotherOrganisationHasItsOwn() throws Exception {
        var there = json(get("/api/datasources", adminThereToken));

        assertThat(there).hasSize(1);
        assertThat(there.get(0).get("uid").stringValue()).isEqualTo("there");
        assertThat(get("/api/datasources/uid/prom", adminThereToken).statusCode()).isEqualTo(404);
    }

    @Test
    void namedStreamsAreShownWithTheirChannels() throws Exception {
        var answer = get("/api/datasources/uid/there", adminThereToken);

        assertThat(answer.body()).contains("\"limit\":1.50");
        assertThat(json(answer).get("streams"))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        [{"name":"errors","interval":"5s","range":"15m","delay":"2s",
                                        "query":{"expr":"rate({app=\\"web\\"}[$__interval])","limit":1.50},
                                        "channel":"ds/there/errors"},
                                        {"name":"deep/all","interval":"250ms","range":"1d","delay":"0","overlap":"0",
                                        "query":{},"channel":"ds/there/deep/all"}]
                                        """));
        assertThat(json(get("/api/datasources", adminThereToken)).get(0)).isEqualTo(json(answer));
    }

    @Test
    void whoIsNoAdminSeesNone() throws Exception {
        assertThat(get("/api/datasources", viewerToken).statusCode()).isEqualTo(403);
        assertThat(get("/api/datasources/uid/prom", viewerToken).statusCode()).isEqualTo(403);
        assertThat(post("/api/admin/provisioning/datasources/reload", viewerToken).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoIsNoAdminChangesNone() throws Exception {
        assertThat(send("POST", "/api/datasources", viewerToken, "{}").statusCode()).isEqualTo(403);
        for (var method : List.of("PUT", "DELETE")) {
            assertThat(send(method, "/api/datasources/uid/prom", viewerToken, "{}").statusCode())
                    .isEqualTo(403);
        }
        assertThat(send("DELETE", "/api/datasources/name/Prometheus", viewerToken, "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void theAdminOfAnotherOrganisationChangesItsOwnOnly() throws Exception {
        var name = "{\"name\":\"Prometheus\",\"type\":\"x\",\"uid\":\"prom\"}";

        var made = send("POST", "/api/datasources", adminThereToken, name);
        var deleted = send("DELETE", "/api/datasources/uid/prom", adminThereToken, "");
        var again = send("DELETE", "/api/datasources/uid/prom", adminThereToken, "");

        assertThat(json(made).at("/datasource/orgId").intValue()).isEqualTo(2);
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(get("/api/datasources/uid/prom", adminToken).statusCode()).isEqualTo(200);
    }

    @Test
    void whatComesFromAFileIsChangedThereOnly() throws Exception {
        var body = "{\"name\":\"Prometheus\",\"type\":\"prometheus\"}";

        for (var answer :
                List.of(
                        send("PUT", "/api/datasources/uid/prom", adminToken, body),
                        send("DELETE", "/api/datasources/uid/prom", adminToken, ""),
                        send("DELETE", "/api/datasources/name/Prometheus", adminToken, ""))) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("datasource.read-only", "editable: true");
        }
    }

    @Test
    void aUidThatNobodyHasIsToldTheNearest() throws Exception {
        var answer = get("/api/datasources/uid/porm", adminToken);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("datasource.not-found", "Did you mean prom?");
    }

    @Test
    void filesAreLoadedAgainOnDemandAllOrNothing() throws Exception {
        write("b.yaml", "apiVersion: 1\ndatasources: [{name: B, type: x, uid: b}]\n");
        var loaded = post("/api/admin/provisioning/datasources/reload", adminToken);
        var found = get("/api/datasources/uid/b", adminToken);
        write("b.yaml", "apiVersion: 1\ndeleteDatasources: [{name: B}]\ndatasources: [{}]\n");
        var wrong = post("/api/admin/provisioning/datasources/reload", adminToken);
        var still = get("/api/datasources/uid/b", adminToken);
        write("b.yaml", "apiVersion: 1\ndeleteDatasources: [{name: B}]\n");
        post("/api/admin/provisioning/datasources/reload", adminToken);

        assertThat(loaded.statusCode()).isEqualTo(200);
        assertThat(loaded.body()).isEqualTo("{\"message\":\"Datasources config reloaded\"}");
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(wrong.statusCode()).isEqualTo(500);
        assertThat(wrong.body())
                .contains("provisioning.bad-file", "b.yaml:3: datasources[0].name is missing.");
        assertThat(still.statusCode()).isEqualTo(200);
        assertThat(get("/api/datasources/uid/b", adminToken).statusCode()).isEqualTo(404);
    }

    @Test
    void anAdminOfAnotherOrganisationLoadsNothing() throws Exception {
        var answer = post("/api/admin/provisioning/datasources/reload", adminThereToken);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("auth.forbidden", "organisation 1");
    }

    @Test
    void theHeaderChoosesAnOrganisationOfTheCallers() throws Exception {
        var own = json(send(request("/api/user", bothToken)));
        var other = json(send(request("/api/user", bothToken).header("X-Grafana-Org-Id", "2")));
        var foreign = send(request("/api/user", viewerToken).header("X-Grafana-Org-Id", "2"));

        assertThat(own.get("orgName").stringValue()).isEqualTo("Main Org.");
        assertThat(own.get("role").stringValue()).isEqualTo("Viewer");
        assertThat(other.get("orgName").stringValue()).isEqualTo("Second");
        assertThat(other.get("role").stringValue()).isEqualTo("Editor");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("auth.not-a-member");
    }

    @Test
    void theHeaderIsHeardWhenAWebSocketIsOpened() {
        webSocket(bothToken, "2").join().abort();

        assertThatThrownBy(() -> webSocket(viewerToken, "2").join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void aWrongFileStopsTheStart(@TempDir Path other) throws Exception {
        Files.createDirectories(other.resolve("provisioning/datasources"));
        Files.writeString(other.resolve("provisioning/datasources/a.yaml"), "apiVersion: 0\n");
        var settings = settings(other);

        assertThatThrownBy(() -> new LiveServer(settings))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("a.yaml:1: apiVersion is missing or 0");
    }

    private CompletableFuture<WebSocket> webSocket(String token, String org) {
        return client.newWebSocketBuilder()
                .header("Authorization", token)
                .header("X-Grafana-Org-Id", org)
                .buildAsync(
                        URI.create("ws://" + address + "/api/live/ws"),
                        new WebSocket.Listener() {});
    }

    /// Service accounts are in one organisation; who is in two is a person, with a password.
    private void makeAccounts(Settings settings) throws Exception {
        try (var database = Database.open(settings.database());
                var identity =
                        Identity.open(
                                database,
                                IdentitySettings.defaults(),
                                InstantSource.system(),
                                new SecureRandom())) {
            identity.organisations().create("Second").toCompletableFuture().join();
            adminToken = token(identity, "admin", Role.ADMIN, "1");
            viewerToken = token(identity, "viewer", Role.VIEWER, "1");
            adminThereToken = token(identity, "admin", Role.ADMIN, "2");
            identity.users()
                    .create(new Users.NewUser("ann", "Ann", "", Role.VIEWER, "correct horse"))
                    .toCompletableFuture()
                    .join();
            identity.organisations().addUser("2", "ann", Role.EDITOR).toCompletableFuture().join();
            bothToken =
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(
                                            "ann:correct horse".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String token(Identity identity, String name, Role role, String org) {
        return switch (identity.tokens()
                .create(name, role, org, null)
                .toCompletableFuture()
                .join()) {
            case Outcome.Done(var created) -> "Bearer " + created.secret();
            case Outcome.Refused(var problem) -> throw new AssertionError(problem);
        };
    }

    private Settings settings() throws InvalidConfig {
        return settings(directory);
    }

    private static Settings settings(Path directory) throws InvalidConfig {
        var settings =
                List.of(
                        new CommandLineSetting("server", "http_port", "0", "test"),
                        new CommandLineSetting("server", "http_addr", "localhost", "test"),
                        new CommandLineSetting("paths", "data", directory.toString(), "test"),
                        new CommandLineSetting(
                                "paths",
                                "provisioning",
                                directory.resolve("provisioning").toString(),
                                "test"));
        return SettingsLoader.load(new ConfigSources(null, Map.of(), settings)).settings();
    }

    private void write(String name, String text) throws Exception {
        var file = directory.resolve("provisioning/datasources").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return send(request(path, token));
    }

    private HttpResponse<String> post(String path, String token) throws Exception {
        return send(request(path, token).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(String method, String path, String token, String body)
            throws Exception {
        return send(request(path, token).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path))
                .header("Authorization", token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
