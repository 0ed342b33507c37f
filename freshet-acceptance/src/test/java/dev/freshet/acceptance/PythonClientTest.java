package dev.freshet.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stock Python client against a real server, in both formats, with its packages installed
/// beside the build's other results.
@Tag("python")
class PythonClientTest {
    private static final Path MODULE = FreshetProcess.HOME.resolve("freshet-acceptance");

    /// An interpreter that knows the packages, once they are installed.
    static final String PYTHON = MODULE.resolve("target/python/bin/python").toString();

    private static StockServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        installPackages();
        server = StockServer.start(folder);
    }

    /// Does nothing when they are there already.
    static void installPackages() throws IOException, InterruptedException {
        var install = MODULE.resolve("install-python-packages").toString();
        Script.run(List.of(install), Map.of(), line -> "");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "protobuf"})
    void everythingAnApplicationDoesWorks(String format) throws Exception {
        Script.run(
                List.of(PYTHON, MODULE.resolve("src/test/python/stock_client_test.py").toString()),
                server.environment(Map.of("FRESHET_FORMAT", format)),
                server::answer);
    }
}
