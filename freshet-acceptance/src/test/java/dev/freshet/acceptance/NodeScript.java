package dev.freshet.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        Script.run(List.of("node", script.toString()), environment, answer);
    }

    static Path named(String path) {
        return FreshetProcess.HOME.resolve("freshet-acceptance/src/test").resolve(path);
    }
}
