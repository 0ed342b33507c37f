package dev.freshet.server;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A running server with provisioned data sources, where everybody is an Admin. Plugins lie in
/// `plugins` of its folder; the plugin `test` is allowed.
public final class SourcesServer implements AutoCloseable {
    /// What `X-API-Key` is to be.
    public static final String SERVER_API_KEY = "0123456789abcdef0123456789abcdef";

    private final HttpClient http = HttpClient.newHttpClient();
    private final LiveServer server;
    private final String address;

    /// @param data its folder, with a provisioning file made by [#provision] before
    public SourcesServer(Path data) throws Exception {
        this(data, "Admin");
    }

    /// @param role what everybody is instead
    public SourcesServer(Path data, String role) throws Exception {
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("paths", "provisioning", data.resolve("provisioning").toString()),
                        setting("plugins", "allow_loading_unsigned_plugins", "test"),
                        setting("freshet.server_api", "enabled", "true"),
                        setting("freshet.server_api", "key", SERVER_API_KEY),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("auth.anonymous", "enabled", "true"),
                        setting("auth.anonymous", "org_role", role));
        server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), settings))
                                .settings());
        address = "127.0.0.1:" + server.listen().getPort();
    }

    private static CommandLineSetting setting(String section, String key, String value) {
        return new CommandLineSetting(section, key, value, "test");
    }

    /// Writes the one provisioning file of data sources.
    public static void provision(Path data, String yaml) throws IOException {
        Files.writeString(
                Files.createDirectories(data.resolve("provisioning/datasources"))
                        .resolve("test.yaml"),
                yaml);
    }

    /// A client that is connected.
    public TestClient connect() {
        return TestClient.connect(URI.create("ws://" + address + "/api/live/ws"));
    }

    /// Has the provisioning file read again.
    public void reload() throws Exception {
        var answer = send("POST", "/api/admin/provisioning/datasources/reload");
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
    }

    /// Posts JSON.
    public HttpResponse<String> post(String path, String json) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + address + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// Sends JSON by another method.
    public HttpResponse<String> send(String method, String path, String json) throws Exception {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// A request with whatever is to be in it.
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + address + path));
    }

    /// Sends such a request.
    public HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> send(String method, String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + address + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        http.shutdownNow();
    }
}
