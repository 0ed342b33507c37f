package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.config.PathsSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StartMessageTest {
    @Test
    void tokenIsMadeInTheDatabaseOfThisServer() {
        assertThat(StartMessage.tokenCommand(paths("data")))
                .isEqualTo("./freshet token create --role Editor");
        assertThat(StartMessage.tokenCommand(paths("/srv/live")))
                .isEqualTo("./freshet token create --role Editor --data /srv/live");
    }

    @Test
    void limitIsGrafanasOnlyWhereItIs() {
        assertThat(StartMessage.connections(100))
                .startsWith("At most 100 connections, as in Grafana; raise max_connections");
        assertThat(StartMessage.connections(6))
                .startsWith("At most 6 connections; raise max_connections in [live]");
    }

    private static PathsSettings paths(String data) {
        return new PathsSettings(Path.of(data), Path.of(data, "log"), Path.of("provisioning"));
    }
}
