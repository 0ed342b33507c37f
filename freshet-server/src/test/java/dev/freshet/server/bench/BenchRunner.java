package dev.freshet.server.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `freshet bench` inside the test and keeps what it printed.
record BenchRunner(int exitCode, String out, String err) {
    static BenchRunner run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode =
                new CommandLine(new BenchCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new BenchRunner(exitCode, out.toString(), err.toString());
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }
}
