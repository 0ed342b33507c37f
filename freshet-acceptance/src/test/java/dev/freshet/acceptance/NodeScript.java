package dev.freshet.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A test written in JavaScript, because the client, the browser driver or Grafana's own code that
/// it uses is.
final class NodeScript {
    private NodeScript() {}

    /// Runs the script under Node's test runner.
    ///
    /// @param answer what to say back to a line of its output, empty for nothing
    /// @throws AssertionError with the whole output when a test in it failed
    static void run(Path script, Map<String, String> environment, UnaryOperator<String> answer)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder("node", script.toString()).redirectErrorStream(true);
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
            throw new AssertionError(script.getFileName() + " failed:\n" + output);
        }
    }

    static Path named(String path) {
        return FreshetProcess.HOME.resolve("freshet-acceptance/src/test").resolve(path);
    }
}
