package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Plugins on disk, for tests.
public final class PluginFolder {
    private PluginFolder() {}

    /// A plugin whose program is [TestPlugin].
    public static Path java(Path plugins, String id) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return script(
                plugins,
                id,
                "exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m --sun-misc-unsafe-memory-access=allow -cp '%s' %s"
                        .formatted(java, classPath(), TestPlugin.class.getName()));
    }

    /// Without what would log to stdout, where the handshake has to be the first line.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// A plugin whose program is a shell script with this body.
    static Path script(Path plugins, String id, String body) throws IOException {
        Path directory = json(plugins.resolve(id), id, "datasource");
        program(directory, ("#!/bin/sh\n" + body + "\n").getBytes(UTF_8));
        return directory;
    }

    public static Path json(Path directory, String id, String type) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(
                directory.resolve("plugin.json"),
                """
                {"id": "%s", "name": "Test %s", "type": "%s", "backend": true, "executable": "gpx_test",
                 "info": {"version": "1.2.3"}}
                """
                        .formatted(id, id, type));
        return directory;
    }

    static Path program(Path directory, byte[] content) throws IOException {
        Path file = directory.resolve("gpx_test_" + Platform.OS + "_" + Platform.ARCH);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /// Options that find and allow the plugin `test`, in this mode.
    static PluginHostOptions.Builder options(Path temporary, String mode) {
        return PluginHostOptions.builder(temporary.resolve("run"))
                .directories(List.of(temporary.resolve("plugins")))
                .allowUnsigned(Set.of("test"))
                .hostEnvironment(System.getenv())
                .callTimeout(Duration.ofSeconds(20))
                .settings(Map.of("test", Map.of("mode", mode)));
    }
}
