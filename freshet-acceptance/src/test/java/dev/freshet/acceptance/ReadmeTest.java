package dev.freshet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the README's commands as they stand there, with this test's server in the place of the
/// demo's address.
class ReadmeTest {
    @Test
    void theReadmesCommandsDoWhatTheReadmeSays(@TempDir Path folder) throws Exception {
        var readme = Files.readString(FreshetProcess.HOME.resolve("README.md"));
        try (var demo = FreshetProcess.demo(folder, 0)) {
            var shell = blocks(readme, "sh");
            assertThat(shell).hasSize(2);

            assertThat(run(folder, adapt(shell.get(0), demo, folder))).isEmpty();
            var client = startClient(folder, adapt(blocks(readme, "js").getFirst(), demo, folder));
            try (var lines = client.inputReader(StandardCharsets.UTF_8)) {
                assertThat(lines.readLine())
                        .startsWith("last frame {\"schema\":{\"name\":\"boiler\"");
                run(folder, adapt(shell.get(0), demo, folder));
                assertThat(lines.readLine())
                        .startsWith("new rows {\"data\":{\"values\":[[\"site=north\"]");
            } finally {
                client.destroy();
            }
            assertThat(run(folder, adapt(shell.get(1), demo, folder))).isEqualTo("{}");
        }
    }

    private static List<String> blocks(String readme, String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String adapt(String block, FreshetProcess demo, Path folder) {
        return block.replace("localhost:3000", demo.url().getAuthority())
                .replace(
                        "./freshet token create",
                        FreshetProcess.HOME
                                + "/freshet token create --data "
                                + folder.resolve("data"))
                .replace("curl ", "curl -sS --fail-with-body ")
                .replace("--name readme", "--name readme-" + System.nanoTime());
    }

    private static String run(Path folder, String script) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder("bash", "-euc", script)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(script + "\n" + output).isZero();
        return output.strip();
    }

    private static Process startClient(Path folder, String script) throws IOException {
        // Node looks for packages beside the script's folder and above it.
        Files.createSymbolicLink(
                folder.resolve("node_modules"),
                FreshetProcess.HOME.resolve("freshet-acceptance/node_modules"));
        var file = Files.writeString(folder.resolve("readme.mjs"), script);
        return new ProcessBuilder("node", file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
