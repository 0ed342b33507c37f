package dev.freshet.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory with one folder per process, for its socket and its [ProcessRecord].
final class RuntimeDirectory {
    private static final Logger log = LoggerFactory.getLogger(RuntimeDirectory.class);
    private static final String PREFIX = "p";

    private final Path directory;

    /// Makes the directory for its owner alone.
    ///
    /// @throws UncheckedIOException when that is impossible
    RuntimeDirectory(Path directory) {
        this.directory = directory;
        try {
            make();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The directory for plugin sockets, %s, cannot be made; give one that the server may write"
                            .formatted(directory),
                    e);
        }
    }

    private void make() throws IOException {
        Files.createDirectories(directory);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    directory,
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));
        }
    }

    /// A new folder, readable by its owner only, with a record of this host. The directory is made
    /// again when somebody cleared it away, as is usual with what lies in `/tmp`.
    ///
    /// @throws IOException with a sentence when that is impossible
    Path newFolder() throws IOException {
        try {
            if (!Files.isDirectory(directory)) {
                make();
            }
            Path folder = Files.createTempDirectory(directory, PREFIX);
            ProcessRecord.ofThisHost().write(folder);
            return folder;
        } catch (IOException e) {
            throw new IOException("there is no place for its socket in " + directory + ": " + e, e);
        }
    }

    /// Ends processes of hosts that are gone, and removes their folders.
    void endLeftovers() {
        try (var folders = Files.newDirectoryStream(directory, PREFIX + "*")) {
            folders.forEach(RuntimeDirectory::endLeftover);
        } catch (IOException e) {
            log.warn(
                    "Cannot look for leftover plugin processes in {}: {}", directory, e.toString());
        }
    }

    private static void endLeftover(Path folder) {
        var record = ProcessRecord.read(folder).orElse(null);
        if (record == null) {
            // Another host may be making it this very moment.
            if (isOlderThanAMinute(folder)) {
                remove(folder);
            }
            return;
        }
        if (record.host().process().isPresent()) {
            return;
        }
        record.running()
                .ifPresent(process -> {
                    log.warn(
                            "Ending process {} ({}), which a server that was killed has left"
                                    + " behind",
                            process.pid(),
                            String.join(", ", record.programs()));
                    end(process);
                });
        remove(folder);
    }

    private static void end(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.onExit().get(2, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Process {} does not end: {}", process.pid(), e.toString());
        }
    }

    private static boolean isOlderThanAMinute(Path folder) {
        try {
            return Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isBefore(Instant.now().minusSeconds(60));
        } catch (IOException _) {
            return false;
        }
    }

    /// Removes a folder with everything in it.
    static void remove(Path folder) {
        try (var walk = Files.walk(folder)) {
            for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("Cannot remove {}: {}", folder, e.toString());
        }
    }
}
