package dev.freshet.server.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.plugins.PluginHostOptions;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Chooses where the plugins' sockets live: a socket's path has a limit.
final class RuntimeDirectory {
    private RuntimeDirectory() {}

    /// The configured one, `run` in the data directory, or one in the temporary directory that
    /// belongs to that data directory; the same at every start, so that leftovers are found.
    static Path of(@Nullable Path configured, Path data) {
        if (configured != null) {
            return configured;
        }
        var own = data.toAbsolutePath().normalize().resolve("run");
        return own.toString().getBytes(UTF_8).length
                        <= PluginHostOptions.MAX_RUNTIME_DIRECTORY_BYTES
                ? own
                : Path.of(System.getProperty("java.io.tmpdir"))
                        .resolve(
                                "freshet-"
                                        + UUID.nameUUIDFromBytes(own.toString().getBytes(UTF_8))
                                                .toString()
                                                .substring(0, 8));
    }
}
