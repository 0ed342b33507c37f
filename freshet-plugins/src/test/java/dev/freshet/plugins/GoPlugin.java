package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The plugin under `src/test/go`, built with Grafana's public SDK where there is Go.
final class GoPlugin {
    private static final Path SOURCES = Path.of("src", "test", "go");

    private GoPlugin() {}

    /// Puts it into the directory `plugins`; the test is left out when there is no Go.
    static Path install(Path plugins) throws IOException, InterruptedException {
        Path directory = PluginFolder.json(plugins.resolve("test"), "test", "datasource");
        Files.copy(program(), directory.resolve("gpx_test_" + Platform.OS + "_" + Platform.ARCH));
        return directory;
    }

    private static Path program() throws IOException, InterruptedException {
        String without = System.getProperty("freshet.without", "");
        if (Arrays.asList(without.split(",", -1)).contains("go")) {
            abort("left out on request: the plugin written in Go");
        }
        if (!isOnPath("go")) {
            abort(
                    "left out: there is no Go (command go), which builds the test plugin; see"
                            + " go.dev");
        }
        // Go's own cache makes it quick when nothing has changed.
        Path program = Path.of("target", "go", "gpx_test").toAbsolutePath();
        var builder =
                new ProcessBuilder("go", "build", "-o", program.toString(), ".")
                        .directory(SOURCES.toFile())
                        .redirectErrorStream(true);
        builder.environment().put("CGO_ENABLED", "0");
        builder.environment().put("GOFLAGS", "-mod=readonly");
        Process go = builder.start();
        String output = new String(go.getInputStream().readAllBytes(), UTF_8);
        if (go.waitFor() != 0) {
            throw new AssertionError("go build failed:\n" + output);
        }
        return program;
    }

    private static boolean isOnPath(String command) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
