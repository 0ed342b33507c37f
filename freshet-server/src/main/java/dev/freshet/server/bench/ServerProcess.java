package dev.freshet.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The server's process on this machine, as Linux tells of it in `/proc`.
///
/// @param directory `/proc/<pid>`
record ServerProcess(Path directory) {
    private static final Path PROC = Path.of("/proc");

    /// Linux counts CPU time in hundredths of a second here, whatever its timer does.
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final long KIB = 1024;

    static ServerProcess of(long pid) {
        return new ServerProcess(PROC.resolve(Long.toString(pid)));
    }

    long pid() {
        return Long.parseLong(directory.getFileName().toString());
    }

    /// What it has used so far; null when there is no such process or it may not be looked at.
    @Nullable Usage usage() {
        try {
            return new Usage(cpuSeconds(), statusBytes("VmRSS:"), statusBytes("VmHWM:"));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException unreadable) {
            return null;
        }
    }

    /// How many files and sockets it may have open; empty when that cannot be read.
    OptionalLong maxOpenFiles() {
        try (var lines = Files.lines(directory.resolve("limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.substring("Max open files".length()).strip())
                    .filter(limits -> Character.isDigit(limits.charAt(0)))
                    .mapToLong(limits -> Long.parseLong(limits.substring(0, limits.indexOf(' '))))
                    .findFirst();
        } catch (IOException | RuntimeException unreadable) {
            return OptionalLong.empty();
        }
    }

    private double cpuSeconds() throws IOException {
        var stat = Files.readString(directory.resolve("stat"));
        // The second field is the program's name in brackets and may hold anything.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]))
                / TICKS_PER_SECOND;
    }

    private long statusBytes(String key) throws IOException {
        try (var lines = Files.lines(directory.resolve("status"))) {
            var value =
                    lines.filter(line -> line.startsWith(key))
                            .map(line -> line.substring(key.length()).replace("kB", "").strip())
                            .findFirst()
                            .orElse("0");
            return Long.parseLong(value) * KIB;
        }
    }
}
