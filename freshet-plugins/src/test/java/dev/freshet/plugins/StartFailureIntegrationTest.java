package dev.freshet.plugins;

import static dev.freshet.plugins.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that does not become a plugin that answers: what people are told.
class StartFailureIntegrationTest {
    @TempDir Path temporary;

    private @Nullable PluginHost host;

    @AfterEach
    void leavesNoFile() throws Exception {
        if (host != null) {
            host.close();
            try (var left = Files.list(temporary.resolve("run"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void aFileThatIsNotExecutableIsNamedAndTriedAgainWhenItIs() throws Exception {
        Path directory = script("echo hello; exec sleep 1000");
        Path program = directory.resolve("gpx_test_" + Platform.OS + "_" + Platform.ARCH);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));

        SourceException refused = refused(plugin);

        assertThat(refused)
                .hasMessageContaining("permission denied")
                .hasMessageContaining(program.toString());
        assertThat(refused.hint()).isEqualTo("Run: chmod +x " + program);
        assertThat(plugin.status().state()).isEqualTo(PluginState.FAILED);
        assertThat(plugin.status().reason()).contains("chmod +x");

        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(refused(plugin)).hasMessageContaining("its first line was: hello");
    }

    /// Cleaners of /tmp take the directory with them: the plugin could not be started until the
    /// server was.
    @Test
    void theDirectoryOfSocketsIsMadeAgainWhenItWasClearedAway() throws Exception {
        script("echo hello; exec sleep 1000");
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        Files.delete(temporary.resolve("run"));

        assertThat(refused(plugin)).hasMessageContaining("its first line was: hello");
    }

    /// What lacked was taken for the file's fault, and not tried again until the file changed.
    @Test
    void whatTheMachineLacksIsTriedAgain() throws Exception {
        script("echo hello; exec sleep 1000");
        Path run = temporary.resolve("run");
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        Files.delete(run);
        Files.writeString(run, "in the way");

        assertThat(refused(plugin))
                .hasMessageContaining("there is no place for its socket in " + run);
        assertThat(plugin.status().state()).isEqualTo(PluginState.WAITING);

        Files.delete(run);
        eventually(
                () -> plugin.status().reason().contains("its first line was: hello"),
                () -> plugin.status().reason());
    }

    @Test
    void aFileForAnotherCpuIsToldWithBoth() throws Exception {
        Path directory = PluginFolder.json(temporary.resolve("plugins/test"), "test", "datasource");
        byte[] elf = new byte[64];
        elf[0] = 0x7f;
        elf[1] = 'E';
        elf[2] = 'L';
        elf[3] = 'F';
        elf[4] = 2;
        elf[5] = 1;
        boolean onArm = Platform.ARCH.equals("arm64");
        elf[18] = (byte) (onArm ? 62 : 183);
        PluginFolder.program(directory, elf);
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));

        assertThat(refused(plugin))
                .hasMessageContaining(
                        "was built for linux/%s, this machine is %s/%s"
                                .formatted(onArm ? "amd64" : "arm64", Platform.OS, Platform.ARCH));
        assertThat(plugin.status().state()).isEqualTo(PluginState.FAILED);
    }

    @Test
    void aMissingFileIsToldWithWhatThereIs() throws Exception {
        Path directory = PluginFolder.json(temporary.resolve("plugins/test"), "test", "datasource");
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));
        assertThat(refused(plugin)).hasMessageContaining("there is no program");

        Files.writeString(directory.resolve("gpx_test_plan9_mips"), "");
        assertThat(refused(plugin)).hasMessageContaining("there is no program");

        host().close();
        plugin = start(PluginFolder.options(temporary, ""));
        assertThat(refused(plugin)).hasMessageContaining("only gpx_test_plan9_mips");
    }

    @Test
    void aFirstLineThatIsNoHandshakeIsShown() throws Exception {
        script("echo oops >&2; echo 'Usage: gpx [options]'; exec sleep 1000");
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));

        // We end it: the status of that is no news.
        assertThat(refused(plugin))
                .hasMessageContaining("its first line was: Usage: gpx [options]")
                .hasMessageContaining("its last lines: oops")
                .hasMessageNotContaining("status");
        assertThat(plugin.status().state()).isEqualTo(PluginState.FAILED);
    }

    @Test
    void anotherProtocolIsToldWithBothVersions() throws Exception {
        script("echo '1|1|unix|/tmp/x|grpc|'; exec sleep 1000");

        assertThat(refused(start(PluginFolder.options(temporary, ""))))
                .hasMessageContaining(
                        "speaks version 1 of the plugin protocol, Freshet speaks version 2");
    }

    @Test
    void aProgramThatEndsIsToldWithItsStatusAndLastLinesAndStartedAgain() throws Exception {
        script("echo '[ERROR] no licence file' >&2; exit 3");
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));

        assertThat(refused(plugin))
                .hasMessageContaining("ended with status 3 before it served")
                .hasMessageContaining("no licence file");
        assertThat(plugin.status().state()).isEqualTo(PluginState.WAITING);
        eventually(() -> plugin.status().exits() >= 2, () -> plugin.status().toString());
        assertThat(plugin.status().lastExitStatus()).hasValue(3);
        assertThat(plugin.status().lastErrorLine()).contains("no licence file");
    }

    @Test
    void aProgramThatSaysNothingIsEndedAfterItsTime() throws Exception {
        script("exec sleep 1000");
        BackendPlugin plugin =
                start(PluginFolder.options(temporary, "").startTimeout(Duration.ofSeconds(1)));

        assertThat(refused(plugin)).hasMessageContaining("did not say within 1 s that it serves");
    }

    @Test
    void aFileThatIsNoProgramIsTold() throws Exception {
        Path directory = PluginFolder.json(temporary.resolve("plugins/test"), "test", "datasource");
        PluginFolder.program(directory, new byte[] {1, 2, 3, 4});
        BackendPlugin plugin = start(PluginFolder.options(temporary, ""));

        assertThat(refused(plugin)).hasMessageContaining("is neither a program nor a script");
    }

    @Test
    void aPlaceWhereNobodyAnswersIsTold() throws Exception {
        script("echo \"1|2|unix|$PLUGIN_UNIX_SOCKET_DIR/none|grpc|\"; exec sleep 1000");

        assertThat(refused(start(PluginFolder.options(temporary, ""))))
                .hasMessageContaining("printed where it is but does not answer there");
    }

    @Test
    void aPluginWithoutACertificateIsRefusedWhereMutualTlsIsOn() throws Exception {
        script("echo \"1|2|unix|$PLUGIN_UNIX_SOCKET_DIR/none|grpc|\"; exec sleep 1000");

        assertThat(refused(start(PluginFolder.options(temporary, "").mutualTls(true))))
                .hasMessageContaining("answered without a certificate");

        host().close();
        script("echo \"1|2|unix|/x|grpc|" + "A".repeat(80) + "\"; exec sleep 1000");
        assertThat(refused(start(PluginFolder.options(temporary, "").mutualTls(true))))
                .hasMessageContaining("a certificate that cannot be read");
    }

    @Test
    void thePluginSeesTheTableOfVariablesAndNoSecretOfTheHost() throws Exception {
        Path seen = temporary.resolve("seen");
        script("env > '" + seen + "'; exit 1");
        BackendPlugin plugin =
                start(
                        PluginFolder.options(temporary, "m")
                                .hostEnvironment(
                                        Map.of(
                                                "PATH",
                                                "/usr/bin:/bin",
                                                "HOME",
                                                "/home/x",
                                                "GF_SECURITY_ADMIN_PASSWORD",
                                                "hush",
                                                "GF_PLUGIN_PROFILING_ENABLED",
                                                "true",
                                                "GF_PLUGIN_LIMIT",
                                                "from-host"))
                                .settings(
                                        Map.of(
                                                "test",
                                                Map.of("mode", "m", "path", "/x", "limit", "5"))));

        refused(plugin);

        assertThat(Files.readAllLines(seen))
                .contains(
                        "grafana_plugin_type=datasource",
                        "PLUGIN_PROTOCOL_VERSIONS=2",
                        "GF_VERSION=12.0.0",
                        "GF_PLUGIN_MODE=m",
                        "GF_PLUGIN_LIMIT=from-host",
                        "HOME=/home/x")
                .noneMatch(line ->
                        line.startsWith("GF_SECURITY")
                                || line.startsWith("GF_PLUGIN_PROFILING")
                                || line.startsWith("GF_PLUGIN_PATH")
                                || line.startsWith("PLUGIN_CLIENT_CERT")
                                || line.startsWith("PLUGIN_MULTIPLEX_GRPC"));
    }

    @Test
    void anUnsignedPluginIsRefusedWithTheKeyThatAllowsIt() throws Exception {
        script("exit 0");
        BackendPlugin plugin = start(PluginFolder.options(temporary, "").allowUnsigned(Set.of()));

        SourceException refused = refused(plugin);

        assertThat(refused).hasMessageContaining("is not signed");
        assertThat(refused.hint())
                .isEqualTo(
                        "If you trust it, add test to allow_loading_unsigned_plugins in section"
                                + " [plugins]");
        assertThat(plugin.status().state()).isEqualTo(PluginState.NOT_ALLOWED);
    }

    private Path script(String body) throws Exception {
        return PluginFolder.script(temporary.resolve("plugins"), "test", body);
    }

    private BackendPlugin start(PluginHostOptions.Builder options) {
        host = PluginHost.start(options.build());
        return host.plugin("test").orElseThrow();
    }

    private PluginHost host() {
        return java.util.Objects.requireNonNull(host);
    }

    private static SourceException refused(BackendPlugin plugin) {
        return catchThrowableOfType(
                SourceException.class,
                () ->
                        plugin.streams()
                                .subscribeStream(
                                        new StreamRequest(1, null, null, "cpu", null, Map.of())));
    }
}
