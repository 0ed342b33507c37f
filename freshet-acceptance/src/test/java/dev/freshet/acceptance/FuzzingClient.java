package dev.freshet.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// The fuzzing client of the Autobahn test suite, which `./verify` installs.
final class FuzzingClient {
    private static final Path WSTEST =
            FreshetProcess.HOME.resolve("freshet-acceptance/.autobahn/wstest");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String AGENT = "Freshet";
    private static final int MINUTES = 90;

    private FuzzingClient() {}

    /// What became of one case.
    ///
    /// @param behavior `OK`, `FAILED` …
    /// @param close of the closing handshake, likewise
    record Outcome(String behavior, String close) {}

    static boolean isInstalled() {
        return Files.isExecutable(WSTEST);
    }

    /// Runs cases against an echo.
    ///
    /// @param cases patterns, for example `1.*`
    /// @return the outcomes by the cases' numbers
    static Map<String, Outcome> run(URI echo, List<String> cases, Path folder)
            throws IOException, InterruptedException {
        var spec = folder.resolve("spec.json");
        var server = Map.of("agent", AGENT, "url", echo.toString());
        JSON.writeValue(
                spec.toFile(),
                Map.of(
                        "outdir",
                        folder.resolve("reports").toString(),
                        "servers",
                        List.of(server),
                        "cases",
                        cases,
                        "exclude-cases",
                        List.of(),
                        "exclude-agent-cases",
                        Map.of()));
        var log = folder.resolve("wstest.log");
        var process =
                new ProcessBuilder(WSTEST.toString(), "-m", "fuzzingclient", "-s", spec.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("wstest failed:\n" + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        return outcomes(folder.resolve("reports/index.json"));
    }

    private static Map<String, Outcome> outcomes(Path index) {
        var outcomes = new TreeMap<String, Outcome>();
        JSON.readTree(index.toFile())
                .get(AGENT)
                .forEachEntry((number, result) ->
                        outcomes.put(
                                number,
                                new Outcome(
                                        result.get("behavior").asString(),
                                        result.get("behaviorClose").asString())));
        return outcomes;
    }
}
