package dev.freshet.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file `record` in a process's folder: which process this is and which host started it, so
/// that a later host can tell a leftover from a stranger that was given the same number.
///
/// @param programs paths of what the process may be seen to run: its program, and for a script its
///   interpreter
record ProcessRecord(Stamp host, @Nullable Stamp process, List<String> programs) {
    private static final String FILE = "record";

    /// A process's start is computed from the time of boot, which moves when the clock is set.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /// @param startMillis when it began, since the epoch; 0 when the system does not tell
    record Stamp(long pid, long startMillis) {
        static Stamp of(ProcessHandle process) {
            return new Stamp(
                    process.pid(),
                    process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
        }

        /// The process, when it is still this one.
        Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(handle ->
                            Math.abs(of(handle).startMillis - startMillis) <= TOLERANCE.toMillis());
        }
    }

    static ProcessRecord ofThisHost() {
        return new ProcessRecord(Stamp.of(ProcessHandle.current()), null, List.of());
    }

    ProcessRecord with(ProcessHandle process, Path program) {
        var all = new ArrayList<>(List.of(program.toString()));
        process.info().command().map(ProcessRecord::path).ifPresent(all::add);
        return new ProcessRecord(host, Stamp.of(process), all.stream().distinct().toList());
    }

    void write(Path folder) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("host " + host.pid + " " + host.startMillis);
        if (process != null) {
            lines.add("process " + process.pid + " " + process.startMillis);
        }
        programs.forEach(program -> lines.add("program " + program));
        Files.write(folder.resolve(FILE), lines);
    }

    /// Reads the record of a folder; empty when it has none that makes sense.
    static Optional<ProcessRecord> read(Path folder) {
        Stamp host = null;
        Stamp process = null;
        var programs = new ArrayList<String>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "host" -> host = stamp(words[1]);
                    case "process" -> process = stamp(words[1]);
                    case "program" -> programs.add(words[1]);
                    default -> {}
                }
            }
        } catch (IOException | RuntimeException _) {
            return Optional.empty();
        }
        return host == null
                ? Optional.empty()
                : Optional.of(new ProcessRecord(host, process, List.copyOf(programs)));
    }

    /// The process, when it still runs and is what this record says.
    Optional<ProcessHandle> running() {
        return process == null
                ? Optional.empty()
                : process.process().filter(handle -> runsOneOf(handle.info()));
    }

    private boolean runsOneOf(ProcessHandle.Info info) {
        if (info.command().map(ProcessRecord::path).filter(programs::contains).isPresent()) {
            return true;
        }
        return info.arguments().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(programs::contains);
    }

    private static String path(String command) {
        return command.replace(" (deleted)", "");
    }

    private static Stamp stamp(String words) {
        String[] numbers = words.split(" ", -1);
        return new Stamp(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
}
