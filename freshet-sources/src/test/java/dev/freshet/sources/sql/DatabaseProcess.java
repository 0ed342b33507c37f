package dev.freshet.sources.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A database server that runs as a child process, by a user who is not root, in a directory of its
/// own.
final class DatabaseProcess {
    private static final String UNPRIVILEGED = "nobody";

    private final Path folder;
    private final Process process;

    private DatabaseProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// Connects to it.
    interface Attempt {
        Connection connect() throws SQLException;
    }

    /// Leaves the test out when the part is not wanted or its program is not there.
    static Path program(String part, String name, String debianPackage) throws IOException {
        var without = System.getProperty("freshet.without", "");
        if (Arrays.asList(without.split(",", -1)).contains(part)) {
            abort("left out on request: " + part);
        }
        var found = onPath(name).or(() -> inDebiansPlace(name));
        if (found.isEmpty()) {
            abort("left out: there is no " + name + " (Debian's package " + debianPackage + ")");
        }
        return found.orElseThrow();
    }

    private static Optional<Path> onPath(String name) {
        var path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Debian keeps PostgreSQL's programs by version.
    private static Optional<Path> inDebiansPlace(String name) {
        var versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (var all = Files.list(versions)) {
            return all.map(each -> each.resolve("bin").resolve(name))
                    .filter(Files::isExecutable)
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// A directory that the server may write in.
    static Path folder(String name) throws IOException {
        return own(Files.createTempDirectory("freshet-" + name));
    }

    /// Gives a file to the server, and to nobody else.
    static Path own(Path file) throws IOException {
        if (isRoot()) {
            var users = file.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(file, users.lookupPrincipalByName(UNPRIVILEGED));
        }
        boolean folder = Files.isDirectory(file);
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(folder ? "rwx------" : "rw-------"));
        return file;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Runs a program that ends by itself.
    static void run(Path folder, String... command) throws IOException, InterruptedException {
        var process = builder(folder, command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
        }
    }

    /// Starts a server and waits until it answers.
    static DatabaseProcess start(Path folder, Attempt attempt, String... command)
            throws IOException, InterruptedException {
        var log = folder.resolve("server.log").toFile();
        var process =
                builder(folder, command).redirectErrorStream(true).redirectOutput(log).start();
        var server = new DatabaseProcess(folder, process);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (var _ = attempt.connect()) {
                return server;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    var said = Files.readString(log.toPath());
                    server.stop();
                    throw new AssertionError("The server did not start:\n" + said, e);
                }
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    private static ProcessBuilder builder(Path folder, String... command) {
        var all = new ArrayList<String>();
        if (isRoot()) {
            all.addAll(
                    List.of(
                            "setpriv",
                            "--reuid=" + UNPRIVILEGED,
                            "--regid=nogroup",
                            "--clear-groups"));
        }
        all.addAll(List.of(command));
        return new ProcessBuilder(all).directory(folder.toFile());
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /// Ends it; its clients do not keep it.
    void stop() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        delete(folder);
    }

    /// Deletes a folder with all that is in it.
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
