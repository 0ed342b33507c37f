package dev.freshet.server.serverapi;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.LiveServer;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.ConfigSources.CommandLineSetting;
import dev.freshet.server.config.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the examples of `docs/server-api.md` as they stand there, with its configuration and one
/// viewer in the hall, and compares the answers.
class ServerApiGuideIntegrationTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String KEY = "correct-horse-battery";

    /// What differs from run to run.
    private static final Pattern CHANCE =
            Pattern.compile(
                    "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
                            + "|(?<=\"(epoch|version)\":\")[^\"]*"
                            + "|(?<=\"(uptime|interval|cpu|rss)\":)[0-9.E]+"
                            + "|(?<=\"items\":)\\{.*?}(?=},\"process\")");

    private static final Pattern READS = Pattern.compile("^api (presence|channels|info)");

    /// A command and what it answers.
    private record Example(String command, String answer) {}

    @TempDir Path folder;

    @Test
    void everyExampleAnswersAsTheGuideSays() throws Exception {
        var guide = Files.readString(Path.of("..", "docs", "server-api.md"));
        var function = block(guide, "sh");
        var examples = examples(guide);
        assertThat(examples).hasSizeGreaterThan(14);
        try (var server = new LiveServer(SettingsLoader.load(sources(guide)).settings())) {
            int port = server.listen().getPort();
            var socket = URI.create("ws://127.0.0.1:" + port + "/api/live/ws");
            try (var viewer = TestClient.connect(socket)) {
                viewer.subscribe("1/stream/chat/hall");
                for (var example : examples) {
                    if (READS.matcher(example.command()).find()) {
                        // What was done to the viewer shows a moment later.
                        eventually(() -> compare(function, example, port));
                    } else {
                        compare(function, example, port);
                    }
                }
            }
        }
    }

    private ConfigSources sources(String guide) throws IOException {
        var file = Files.writeString(folder.resolve("grafana.ini"), block(guide, "ini"));
        return new ConfigSources(
                file,
                Map.of("FRESHET_API_KEY", KEY),
                List.of(
                        setting("paths", "data", folder.toString()),
                        setting("server", "http_addr", "127.0.0.1"),
                        setting("server", "http_port", "0"),
                        setting("auth.anonymous", "enabled", "true")));
    }

    private static CommandLineSetting setting(String section, String key, String value) {
        return new CommandLineSetting(section, key, value, "test");
    }

    private static String block(String guide, String language) {
        var blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertThat(blocks.find()).isTrue();
        return blocks.group(1);
    }

    private static List<Example> examples(String guide) {
        return Pattern.compile("```sh\n([^`]*)```\n```json\n([^`]*)```")
                .matcher(guide)
                .results()
                .map(match -> new Example(match.group(1), match.group(2)))
                .toList();
    }

    private static void compare(String function, Example example, int port) {
        var script = (function + example.command()).replace("localhost:3000", "127.0.0.1:" + port);

        assertThat(normal(run(script))).as(example.command()).isEqualTo(normal(example.answer()));
    }

    private static JsonNode normal(String json) {
        return JSON.readTree(CHANCE.matcher(JSON.readTree(json).toString()).replaceAll("0"));
    }

    private static String run(String script) {
        try {
            var builder = new ProcessBuilder("bash", "-euc", script);
            builder.environment().put("FRESHET_API_KEY", KEY);
            var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(script + "\n" + output).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
