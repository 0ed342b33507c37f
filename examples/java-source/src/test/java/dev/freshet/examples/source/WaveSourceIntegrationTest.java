package dev.freshet.examples.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The jar in the plugin directory of a running server.
class WaveSourceIntegrationTest {
    @TempDir Path data;

    @Test
    void aServerStreamsTheWaveOfThePluginAndOfTheDataSource() throws Exception {
        jar(Files.createDirectories(data.resolve("plugins")).resolve("wave.jar"));
        Files.writeString(
                Files.createDirectories(data.resolve("provisioning/datasources"))
                        .resolve("wave.yaml"),
                """
                apiVersion: 1
                datasources:
                  - name: Wave
                    uid: wave
                    type: example-wave
                    jsonData:
                      amplitude: 500
                """);
        var settings =
                List.of(
                        setting("paths", "data", data.toString()),
                        setting("paths", "provisioning", data.resolve("provisioning").toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("auth.anonymous", "enabled", "true"));
        try (var server =
                new LiveServer(
                        SettingsLoader.load(new ConfigSources(null, Map.of(), settings))
                                .settings())) {
            int port = server.listen().getPort();
            try (var client =
                    TestClient.connect(URI.create("ws://127.0.0.1:" + port + "/api/live/ws"))) {
                client.subscribe("1/plugin/example-wave/wave/10");
                assertThat(client.next()).contains("\"name\":\"wave\"");
                client.command("\"unsubscribe\":{\"channel\":\"1/plugin/example-wave/wave/10\"}");

                client.subscribe("1/ds/wave/wave/7");
                assertThat(client.next()).contains("\"channel\":\"1/ds/wave/wave/7\"");
                assertThat(client.subscribe("1/ds/wave/ripple"))
                        .contains("\"code\":404", "has no path");
            }
        }
    }

    private static CommandLineSetting setting(String section, String key, String value) {
        return new CommandLineSetting(section, key, value, "test");
    }

    /// What `package` makes of the compiled classes.
    private static void jar(Path file) throws IOException {
        var classes = Path.of("target/classes");
        try (var jar = new JarOutputStream(Files.newOutputStream(file));
                var files = Files.walk(classes)) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                jar.write(Files.readAllBytes(each));
            }
        }
    }
}
