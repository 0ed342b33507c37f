package dev.freshet.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process of a plugin, from its start to its end: its output is read for as long as it lives,
/// its first line is the handshake.
///
/// Safe for any thread.
final class PluginProcess {
    private static final Logger log = LoggerFactory.getLogger(PluginProcess.class);

    private final String id;
    private final Process process;
    private final Path program;
    private final Path folder;
    private final Instant started;
    private final PluginLog output;
    private final Thread errorReader;
    private final CompletableFuture<Handshake> handshake = new CompletableFuture<>();
    private volatile @Nullable StartFailure failure;

    /// Takes over a process that was just started.
    ///
    /// @param folder its socket's; removed by [#removeFolder]
    PluginProcess(String id, Process process, Path program, Path folder, InstantSource clock) {
        this.id = id;
        this.process = process;
        this.program = program;
        this.folder = folder;
        started = clock.instant();
        output = new PluginLog(id, clock);
        record();
        errorReader = Thread.ofPlatform().daemon().name("plugin-err-" + id).start(this::readErrors);
        Thread.ofPlatform().daemon().name("plugin-out-" + id).start(this::readOutput);
    }

    long pid() {
        return process.pid();
    }

    Instant started() {
        return started;
    }

    PluginLog output() {
        return output;
    }

    /// Fails with a [StartFailure] when the first line is something else or does not come.
    CompletableFuture<Handshake> handshake() {
        return handshake;
    }

    /// What is known about why it did not come up, told before it ends.
    @Nullable StartFailure failure() {
        return failure;
    }

    /// Gives up on it: it is ended, and `why` is what people are told.
    void abandon(StartFailure why) {
        failure = why;
        kill();
    }

    /// Writes down what the process is; again after the handshake, when a script has become its
    /// interpreter.
    void record() {
        try {
            ProcessRecord.ofThisHost().with(process.toHandle(), program).write(folder);
        } catch (IOException e) {
            log.warn(
                    "Cannot write down the process of plugin {} in {}: {}",
                    id,
                    folder,
                    e.toString());
        }
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Completes with the exit status when it is gone and its last words are read.
    CompletableFuture<Integer> ended() {
        return process.onExit()
                .thenApplyAsync(
                        gone -> {
                            try {
                                // Bounded, for a child of the program may hold the pipe open.
                                errorReader.join(300);
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                            return gone.exitValue();
                        },
                        task -> Thread.ofVirtual().start(task));
    }

    void removeFolder() {
        RuntimeDirectory.remove(folder);
    }

    private void readOutput() {
        try {
            var lines = new LineReader(process.getInputStream());
            String first = lines.next();
            if (first == null) {
                handshake.completeExceptionally(new IOException("no line on stdout"));
                return;
            }
            try {
                handshake.complete(Handshake.parse(id, first));
            } catch (StartFailure e) {
                handshake.completeExceptionally(e);
            }
            for (String line = lines.next(); line != null; line = lines.next()) {
                output.plainLine(line);
            }
        } catch (IOException e) {
            // The pipe is closed under a reader when the process is destroyed.
            handshake.completeExceptionally(e);
        }
    }

    private void readErrors() {
        try {
            var lines = new LineReader(process.getErrorStream());
            for (String line = lines.next(); line != null; line = lines.next()) {
                output.errorLine(line);
            }
        } catch (IOException e) {
            log.debug("Reading what plugin {} prints: {}", id, e.toString());
        }
    }
}
