package dev.freshet.sources.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real OpenSearch in a JVM of its own, which ends with this one however that ends.
final class OpenSearchProcess implements AutoCloseable {
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    private OpenSearchProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /// @param directory empty; for its data
    static OpenSearchProcess start(Path directory) throws IOException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OpenSearchNode.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        return new OpenSearchProcess(process, "http://127.0.0.1:" + port(process));
    }

    private static int port(Process process) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        List<String> output = new ArrayList<>();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            output.add(line);
            if (line.startsWith("listening on port ")) {
                Thread.ofVirtual().start(() -> reader.lines().forEach(_ -> {}));
                return Integer.parseInt(line.substring("listening on port ".length()));
            }
        }
        throw new AssertionError("OpenSearch did not start:\n" + String.join("\n", output));
    }

    String url() {
        return url;
    }

    /// Makes an index with these field types: `{"t":{"type":"date"}}`.
    void createIndex(String index, String properties) throws IOException, InterruptedException {
        send(
                "PUT",
                "/" + index,
                """
                {"settings":{"number_of_shards":2,"number_of_replicas":0},
                 "mappings":{"properties":%s}}
                """
                        .formatted(properties));
    }

    /// Stores documents; they can be found when this returns.
    void index(String index, List<String> documents) throws IOException, InterruptedException {
        var body = new StringBuilder();
        documents.forEach(each -> body.append("{\"index\":{}}\n").append(each).append('\n'));
        var answer = send("POST", "/" + index + "/_bulk?refresh=true", body.toString());
        if (answer.contains("\"errors\":true")) {
            throw new AssertionError(answer);
        }
    }

    private String send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new AssertionError(response.body());
        }
        return response.body();
    }

    @Override
    public void close() throws IOException {
        client.close();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
