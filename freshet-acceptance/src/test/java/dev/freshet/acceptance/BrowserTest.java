package dev.freshet.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
class BrowserTest {
    private static final String PASSWORD = "a password for tests";

    @Test
    void consoleOfTheDemoWorksInARealBrowser(@TempDir Path folder) throws Exception {
        var demo = new AtomicReference<>(FreshetProcess.demo(folder, 0));
        try {
            int port = demo.get().url().getPort();
            demo.get()
                    .commandWithInput(
                            PASSWORD + "\n", "user", "create", "--role", "Editor", "browser");
            NodeScript.run(
                    NodeScript.named("browser/console.test.mjs"),
                    Map.of(
                            "FRESHET_URL",
                            demo.get().url().toString(),
                            "FRESHET_USER",
                            "browser",
                            "FRESHET_PASSWORD",
                            PASSWORD,
                            "FRESHET_RESTART",
                            "1"),
                    line -> line.equals("RESTART") ? restart(demo, folder, port) : "");
        } finally {
            demo.get().close();
        }
    }

    @Test
    void dataSourcesOfAServerWorkInARealBrowser(@TempDir Path folder) throws Exception {
        Files.writeString(
                Files.createDirectories(folder.resolve("provisioning/datasources"))
                        .resolve("test.yaml"),
                """
                apiVersion: 1
                datasources:
                  - name: Samples
                    uid: samples
                    type: testdata
                  - name: Meters
                    uid: meters
                    type: acme-meter-datasource
                """);
        try (var server =
                FreshetProcess.server(
                        folder, 0, "[paths]\nprovisioning = " + folder.resolve("provisioning"))) {
            server.commandWithInput(
                    PASSWORD + "\n", "user", "create", "--role", "Admin", "browser");
            NodeScript.run(
                    NodeScript.named("browser/sources.test.mjs"),
                    Map.of(
                            "FRESHET_URL",
                            server.url().toString(),
                            "FRESHET_USER",
                            "browser",
                            "FRESHET_PASSWORD",
                            PASSWORD,
                            "FRESHET_PROVISIONING",
                            folder.resolve("provisioning").toString()),
                    _ -> "");
        }
    }

    private static String restart(AtomicReference<FreshetProcess> demo, Path folder, int port) {
        try {
            demo.get().close();
            demo.set(FreshetProcess.demo(folder, port));
            return "restarted";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
