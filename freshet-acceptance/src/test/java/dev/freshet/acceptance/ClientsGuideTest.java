package dev.freshet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the programs of the guide as they stand there, with this test's server in the place of the
/// demo's address.
class ClientsGuideTest {
    private static final Path MODULE = FreshetProcess.HOME.resolve("freshet-acceptance");

    @TempDir private static Path folder;
    private static FreshetProcess demo;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        demo = FreshetProcess.demo(folder.resolve("demo"), 0);
        token = demo.token("Editor");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void theJavaScriptProgramsSayHello() throws Exception {
        // Node looks for packages beside the script's folder and above it.
        Files.createSymbolicLink(folder.resolve("node_modules"), MODULE.resolve("node_modules"));

        assertThat(output("node", program("js", 0, "json.mjs")))
                .containsExactly("hello from JavaScript");
        assertThat(output("node", program("js", 1, "protobuf.mjs")))
                .containsExactly("hello in Protobuf");
    }

    @Test
    @Tag("python")
    void thePythonProgramSaysHello() throws Exception {
        PythonClientTest.installPackages();

        assertThat(output(PythonClientTest.PYTHON, program("python", 0, "hello.py")))
                .containsExactly("hello from Python");
    }

    @Test
    void theJavaProgramSaysHello() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();

        assertThat(
                        output(
                                java,
                                // The client's Protobuf is older than the warning that it would
                                // print.
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program("java", 0, "Hello.java")))
                .containsExactly("{\"text\":\"hello from Java\"}");
    }

    /// Writes a block of the guide to a file, and gives its name.
    private static String program(String language, int index, String file) throws IOException {
        var guide = Files.readString(FreshetProcess.HOME.resolve("docs/clients.md"));
        var blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                        .matcher(guide)
                        .results()
                        .map(match -> match.group(1))
                        .toList();
        var text = blocks.get(index).replace("localhost:3000", demo.url().getAuthority());
        return Files.writeString(folder.resolve(file), text).toString();
    }

    private static List<String> output(String... command) throws Exception {
        var lines = new ArrayList<String>();
        Script.run(
                List.of(command),
                Map.of("FRESHET_TOKEN", token),
                line -> {
                    lines.add(line);
                    return "";
                });
        return lines;
    }
}
