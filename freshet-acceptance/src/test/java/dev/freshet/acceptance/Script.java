package dev.freshet.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A test, or a step of one, that is a program of its own.
final class Script {
    private Script() {}

    /// Runs the command to its end.
    ///
    /// @param answer what to say back to a line of its output, empty for nothing
    /// @throws AssertionError with the whole output when it failed
    static void run(
            List<String> command, Map<String, String> environment, UnaryOperator<String> answer)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new StringBuilder();
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var input = process.outputWriter(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                var reply = answer.apply(line);
                if (!reply.isEmpty()) {
                    input.write(reply + "\n");
                    input.flush();
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
        }
    }
}
