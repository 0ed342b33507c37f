package dev.freshet.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A real server started through the launcher, as a user starts it. Its output goes to a file in
/// its folder.
final class FreshetProcess implements AutoCloseable {
    static final Path HOME =
            Path.of(System.getProperty("freshet.home", "..")).toAbsolutePath().normalize();

    private static final Pattern LISTENS = Pattern.compile("listens on (\\S+)");
    private static final int START_SECONDS = 120;

    private final Process process;
    private final Path folder;
    private final Path output;
    private final URI url;

    private FreshetProcess(Process process, Path folder, Path output, URI url) {
        this.process = process;
        this.folder = folder;
        this.output = output;
        this.url = url;
    }

    /// Starts `freshet server` with anonymous access off and the given lines in its configuration.
    static FreshetProcess server(Path folder, int port, String configuration) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve("grafana.ini");
        Files.writeString(file, configuration);
        return start(
                folder,
                "server",
                "--listen",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--config",
                file.toString());
    }

    /// Starts `freshet demo`.
    static FreshetProcess demo(Path folder, int port) throws IOException {
        Files.createDirectories(folder);
        return start(folder, "demo", "--port", Integer.toString(port));
    }

    private static FreshetProcess start(Path folder, String... arguments) throws IOException {
        var output = folder.resolve("output.log");
        var command = new ArrayList<>(List.of(HOME.resolve("freshet").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start();
        return new FreshetProcess(process, folder, output, awaitUrl(process, output));
    }

    private static URI awaitUrl(Process process, Path output) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            // A restarted server appends: the last address is the one that counts.
            var url =
                    LISTENS.matcher(Files.readString(output))
                            .results()
                            .reduce((first, second) -> second);
            if (url.isPresent() && process.isAlive()) {
                return URI.create(url.get().group(1));
            }
            if (!process.isAlive()) {
                throw new IOException("the server ended:\n" + Files.readString(output));
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        process.destroyForcibly();
        throw new IOException("the server did not start:\n" + Files.readString(output));
    }

    /// Runs another command of the launcher on this server's data and gives its output back.
    String command(String... arguments) throws IOException, InterruptedException {
        return commandWithInput("", arguments);
    }

    /// The same with lines for its standard input, which is where passwords are read from.
    String commandWithInput(String input, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(HOME.resolve("freshet").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        var run =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var in = run.outputWriter()) {
            in.write(input);
        }
        var text =
                new String(
                        run.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException(command + " ended with " + run.exitValue());
        }
        return text.strip();
    }

    /// A token of a new service account.
    String token(String role) throws IOException, InterruptedException {
        return command("token", "create", "--role", role);
    }

    URI url() {
        return url;
    }

    URI url(String path) {
        return url.resolve(path);
    }

    URI socketUrl() {
        return URI.create(url.toString().replaceFirst("^http", "ws") + "/api/live/ws");
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /// Asks it to end (SIGTERM) and gives its exit code.
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the server did not end within 20 s of SIGTERM");
        }
        return process.exitValue();
    }

    /// Ends it without a chance to say goodbye (SIGKILL).
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What a failed test shows besides its message.
    String tail() {
        try {
            var lines = output().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
