package dev.freshet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private record Outcome(int exitCode, String output) {}

    @Test
    void sigtermTellsClientsToReconnectAndEndsWithZero(@TempDir Path folder) throws Exception {
        var demo = FreshetProcess.demo(folder, 0);
        var client = TestClient.connect(demo.socketUrl());

        int exitCode = demo.stop();

        assertThat(client.awaitClosed()).isEqualTo(new TestClient.Closed(3001, "shutdown"));
        assertThat(exitCode).isIn(0, 143);
        client.close();
    }

    @Test
    void theLaunchersProcessBecomesTheServer(@TempDir Path folder) throws Exception {
        try (var demo = FreshetProcess.demo(folder, 0)) {
            var command = ProcessHandle.of(demo.pid()).orElseThrow().info().command().orElseThrow();

            assertThat(command).endsWith("/bin/java");
        }
    }

    @Test
    void aPortThatIsTakenIsSaidWithTheWayOut(@TempDir Path folder) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var outcome = run(folder, "demo", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.output())
                    .contains(
                            "port " + taken.getLocalPort(), "--port " + (taken.getLocalPort() + 1))
                    .doesNotContain("Exception");
        }
    }

    @Test
    void wrongUsageEndsWithTwoAndAWrongConfigurationWithOne(@TempDir Path folder) throws Exception {
        var usage = run(folder, "server", "--no-such-option");
        var configuration = run(folder, "server", "--set", "live.max_connections=many");

        assertThat(usage.exitCode()).isEqualTo(2);
        assertThat(usage.output()).contains("--no-such-option", "Usage: freshet server");
        assertThat(configuration.exitCode()).isEqualTo(1);
        assertThat(configuration.output())
                .contains("max_connections", "many")
                .doesNotContain("\tat ");
    }

    private static Outcome run(Path folder, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(FreshetProcess.HOME.resolve("freshet").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
