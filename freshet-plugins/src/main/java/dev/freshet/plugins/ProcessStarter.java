package dev.freshet.plugins;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts programs so that they die with the thread that started them, where the system can do that
/// (Linux with util-linux' `setpriv`).
///
/// For the thread `plugin-supervisor` alone: the death signal belongs to the thread, not to the
/// host.
final class ProcessStarter {
    private static final Logger log = LoggerFactory.getLogger(ProcessStarter.class);

    private final String searchPath;
    private @Nullable List<String> prefix;

    /// @param searchPath where `setpriv` may be: the value of `PATH`
    ProcessStarter(String searchPath) {
        this.searchPath = searchPath;
    }

    Process start(Path program, Path directory, Map<String, String> environment)
            throws IOException {
        if (prefix == null) {
            prefix = deathSignal();
        }
        var command = new ArrayList<>(prefix);
        command.add(program.toString());
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> deathSignal() {
        if (!Platform.OS.equals("linux")) {
            return List.of();
        }
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            Path setpriv = Path.of(folder, "setpriv");
            if (!folder.isEmpty() && Files.isExecutable(setpriv)) {
                List<String> prefix = List.of(setpriv.toString(), "--pdeathsig", "KILL", "--");
                if (works(prefix)) {
                    return prefix;
                }
            }
        }
        log.info(
                "No setpriv with --pdeathsig (package util-linux): when this server is killed,"
                        + " plugin processes live on until it starts again");
        return List.of();
    }

    private static boolean works(List<String> prefix) {
        try {
            var command = new ArrayList<>(prefix);
            command.add("true");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
