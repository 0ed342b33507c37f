package dev.freshet.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.plugins.PluginHost;
import dev.freshet.plugins.PluginHostOptions;
import dev.freshet.server.pluginstream.SourceTypes.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a plugin directory is to the server before any of its programs was started.
class PluginSourcesIntegrationTest {
    @TempDir Path data;

    private void plugin(String id, String json) throws IOException {
        var folder = Files.createDirectories(data.resolve("plugins").resolve(id));
        Files.writeString(folder.resolve("plugin.json"), json);
    }

    private PluginHost host() {
        return PluginHost.start(
                PluginHostOptions.builder(data.resolve("run"))
                        .directories(List.of(data.resolve("plugins")))
                        .allowUnsigned(Set.of("meter"))
                        .build());
    }

    @Test
    void aPluginThatMayRunIsASourceAndOthersSayWhyNot() throws Exception {
        plugin(
                "meter",
                """
                {"id":"meter","type":"datasource","name":"Meter","backend":true,"executable":"gpx_meter"}
                """);
        plugin(
                "stranger",
                """
                {"id":"stranger","type":"datasource","name":"S","backend":true,"executable":"gpx_s"}
                """);
        plugin("picture", "{\"id\":\"picture\",\"type\":\"panel\",\"name\":\"Picture\"}");

        try (var host = host()) {
            var sources = new PluginSources(host);

            assertThat(sources.find("meter")).isInstanceOf(Found.Here.class);
            assertThat(sources.find("nobody")).isInstanceOf(Found.Missing.class);
            assertThat(((Found.Unable) sources.find("stranger")).problem().message())
                    .contains("\"stranger\" is not signed", "allow_loading_unsigned_plugins");
            assertThat(((Found.Unable) sources.find("picture")).problem().message()).isNotBlank();
        }
    }
}
