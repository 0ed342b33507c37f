package dev.freshet.plugins;

import static dev.freshet.plugins.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host that is killed with -9 leaves no process: it dies with the host, or the next host ends
/// it.
class KilledHostIntegrationTest {
    @TempDir Path temporary;

    @Test
    void aPluginDiesWithItsHostWhereTheSystemCanDoThat() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "left out: there is no /usr/bin/setpriv (package util-linux)");
        PluginFolder.java(temporary.resolve("plugins"), "test");

        ProcessHandle plugin = pluginOfKilledHost("/usr/bin");

        eventually(() -> !plugin.isAlive(), () -> "the plugin lives on: " + plugin.info());
        nextHostLeavesNothing();
    }

    @Test
    void theNextHostEndsWhatIsLeft() throws Exception {
        PluginFolder.java(temporary.resolve("plugins"), "test");
        ProcessHandle plugin = pluginOfKilledHost("/nowhere");
        assertThat(plugin.isAlive()).isTrue();

        nextHostLeavesNothing();

        eventually(() -> !plugin.isAlive(), () -> "the plugin lives on: " + plugin.info());
    }

    @Test
    void aProcessOfAHostThatLivesIsLeftAlone() throws Exception {
        Process process = new ProcessBuilder("sleep", "1000").start();
        try {
            Path folder = Files.createDirectories(temporary.resolve("run/p1"));
            ProcessRecord.ofThisHost().with(process.toHandle(), Path.of("/x/gpx")).write(folder);

            new RuntimeDirectory(temporary.resolve("run")).endLeftovers();

            assertThat(process.isAlive()).isTrue();
            assertThat(folder).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aStrangerWithTheSameNumberIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "1000").start();
        Process same = new ProcessBuilder("sleep", "1000").start();
        try {
            var goneHost = new ProcessRecord.Stamp(Integer.MAX_VALUE - 1, 1);
            ProcessRecord record = ProcessRecord.ofThisHost().with(same.toHandle(), Path.of("/x"));
            var itsStamp = ProcessRecord.Stamp.of(stranger.toHandle());
            write(
                    "p1",
                    new ProcessRecord(
                            goneHost,
                            new ProcessRecord.Stamp(
                                    itsStamp.pid(), itsStamp.startMillis() - 60_000),
                            record.programs()));
            write("p2", new ProcessRecord(goneHost, itsStamp, List.of("/x/another")));
            write("p3", new ProcessRecord(goneHost, record.process(), record.programs()));

            new RuntimeDirectory(temporary.resolve("run")).endLeftovers();

            assertThat(stranger.isAlive()).isTrue();
            eventually(() -> !same.isAlive(), () -> "the leftover lives on");
            try (var left = Files.list(temporary.resolve("run"))) {
                assertThat(left).isEmpty();
            }
        } finally {
            stranger.destroyForcibly();
            same.destroyForcibly();
        }
    }

    private void write(String name, ProcessRecord record) throws Exception {
        record.write(Files.createDirectories(temporary.resolve("run").resolve(name)));
    }

    private ProcessHandle pluginOfKilledHost(String path) throws Exception {
        Process host =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TestHost.class.getName(),
                                temporary.toString(),
                                path)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var lines = new BufferedReader(new InputStreamReader(host.getInputStream(), UTF_8))) {
            long pid = Long.parseLong(Objects.requireNonNull(lines.readLine()));
            ProcessHandle plugin = ProcessHandle.of(pid).orElseThrow();
            host.destroyForcibly().waitFor();
            return plugin;
        } finally {
            host.destroyForcibly();
        }
    }

    private void nextHostLeavesNothing() throws Exception {
        Path run = temporary.resolve("run");
        PluginHost.start(PluginFolder.options(temporary, "").build()).close();
        try (var left = Files.list(run)) {
            assertThat(left).isEmpty();
        }
    }
}
