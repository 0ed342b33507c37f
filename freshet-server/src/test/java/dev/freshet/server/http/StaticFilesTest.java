package dev.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthRequest.Lookup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StaticFilesTest {
    private static final String SCRIPT = "console.log('hello');\n".repeat(100);

    private final StaticFiles files =
            new StaticFiles(
                    loader(
                            Map.of(
                                    "console/index.html",
                                            "<!doctype html><head><base href=\"./\"></head>",
                                    "console/assets/app-1a2b.js", SCRIPT,
                                    "secret.txt", "secret")),
                    "console",
                    "/sub/");

    private static ClassLoader loader(Map<String, String> resources) {
        return new ClassLoader(null) {
            @Override
            public @Nullable InputStream getResourceAsStream(String name) {
                var text = resources.get(name);
                return text == null
                        ? null
                        : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private Response get(String path, String... headers) {
        return get(files, path, headers);
    }

    private static Response get(StaticFiles files, String path, String... headers) {
        var byName = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            byName.put(headers[i], headers[i + 1]);
        }
        Lookup none = _ -> null;
        var request =
                new Request(
                        "GET",
                        path,
                        Map.of(),
                        none,
                        byName::get,
                        new InetSocketAddress(1),
                        null,
                        new byte[0]);
        var route = files.route().action();
        if (route instanceof Route.Action.Handle handle) {
            return handle.handler().handle(request).toCompletableFuture().join();
        }
        throw new AssertionError("static files have a handler");
    }

    @Test
    void hashedFileIsPackedAndKeptForEver() throws IOException {
        var response = get("/assets/app-1a2b.js", "Accept-Encoding", "br, gzip;q=0.8");

        assertThat(response.header("Cache-Control")).contains("immutable");
        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(SCRIPT);
        }
    }

    @Test
    void clientWithoutGzipGetsThePlainFile() {
        var response = get("/assets/app-1a2b.js", "Accept-Encoding", "br, gzip;q=0");

        assertThat(response.header("Content-Encoding")).isNull();
        assertThat(response.body()).asString().isEqualTo(SCRIPT);
    }

    @Test
    void knownTagIsAnsweredNotModified() {
        var tag = get("/").header("ETag");

        var response = get("/", "If-None-Match", String.valueOf(tag));

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void pageOfTheConsoleGetsTheIndexWithItsBaseAndSecurityHeaders() {
        var response = get("/channels/stream/telegraf/cpu", "Accept", "text/html,*/*");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString().contains("<base href=\"/sub/\"");
        assertThat(response.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(response.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void missingFileIsNotFound() {
        assertThat(get("/assets/gone.js", "Accept", "*/*").status()).isEqualTo(404);
    }

    @Test
    void nothingOutsideTheFolderCanBeNamed() {
        for (var path :
                new String[] {
                    "/../secret.txt",
                    "/assets/../../secret.txt",
                    "/%2e%2e/secret.txt",
                    "//secret.txt",
                    "/.secret"
                }) {
            assertThat(get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void missingConsoleSaysSo() {
        var response = get(new StaticFiles(loader(Map.of()), "console", "/"), "/");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString().contains("no web console");
    }
}
