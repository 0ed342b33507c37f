package dev.freshet.server.bench;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server that a command is to load.
///
/// @param process null when its CPU and memory cannot be read
record ServerUnderTest(Target target, @Nullable ServerProcess process) {
    /// Files that a server needs beside its connections.
    private static final int OTHER_FILES = 200;

    /// Looks it up; says in one line when its process cannot be looked at.
    static ServerUnderTest of(BenchOptions options) {
        var target = options.target().target();
        var pid = options.target().pid();
        var found = pid == null ? listening(target) : Optional.of(ServerProcess.of(pid));
        var readable = found.filter(process -> process.usage() != null);
        if (readable.isEmpty()) {
            var why =
                    pid == null
                            ? "the server's process was not found on this machine (give --pid if"
                                    + " it is another user's)"
                            : "process " + pid + " cannot be read";
            options.output().remark(why + "; going on without the server's CPU and memory.");
        }
        return new ServerUnderTest(target, readable.orElse(null));
    }

    private static Optional<ServerProcess> listening(Target target) {
        return target.isLoopback()
                ? new ListeningProcess(Path.of("/proc")).on(target.address().getPort())
                : Optional.empty();
    }

    /// How many connections fit its limit of open files, as far as that is known.
    long maxConnections() {
        var files = process == null ? null : process.maxOpenFiles();
        return files == null || files.isEmpty() ? Long.MAX_VALUE : files.getAsLong() - OTHER_FILES;
    }
}
