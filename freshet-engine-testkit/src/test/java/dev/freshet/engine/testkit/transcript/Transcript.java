package dev.freshet.engine.testkit.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A recorded conversation with the Go library; the README beside the files explains the format.
record Transcript(
        String name, JsonNode server, String transport, String format, List<JsonNode> steps) {
    static final JsonMapper JSON = new JsonMapper();

    static List<Transcript> all() {
        try (var files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Transcript named(String name) {
        return read(folder().resolve(name + ".json"));
    }

    private static Path folder() {
        try {
            var url = Transcript.class.getResource("/transcripts/connect-plain.json");
            return Objects.requireNonNull(Path.of(Objects.requireNonNull(url).toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Transcript read(Path file) {
        var root = JSON.readTree(file.toFile());
        return new Transcript(
                root.get("name").asString(),
                root.get("server"),
                root.get("transport").asString(),
                root.get("format").asString(),
                root.get("steps").valueStream().toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
