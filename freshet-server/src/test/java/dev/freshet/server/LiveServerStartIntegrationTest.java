package dev.freshet.server;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.server.config.InvalidConfig;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveServerStartIntegrationTest {
    /// The event loops, the timer and the thread of plugins went on for ever.
    @Test
    void aServerThatCannotStartForAProvisioningFileLeavesNoThread(@TempDir Path data)
            throws Exception {
        SourcesServer.provision(data, "apiVersion: 1\ndatasources: nothing\n");
        var before = threads();

        assertThatThrownBy(() -> new SourcesServer(data)).isInstanceOf(InvalidConfig.class);

        eventually(() ->
                assertThat(threads())
                        .filteredOn(thread -> !before.contains(thread))
                        .noneMatch(thread ->
                                thread.getName().matches("(?i)plugin.*|freshet.*|.*loop.*")));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .collect(Collectors.toSet());
    }
}
