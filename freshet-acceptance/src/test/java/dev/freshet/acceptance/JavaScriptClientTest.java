package dev.freshet.acceptance;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The stock JavaScript client against a real server, over each of its transports and formats.
class JavaScriptClientTest {
    private static StockServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = StockServer.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, json",
        "websocket, protobuf",
        "http_stream, json",
        "http_stream, protobuf",
        "sse, json"
    })
    void everythingAnApplicationDoesWorks(String transport, String format) throws Exception {
        var pair = Map.of("FRESHET_TRANSPORT", transport, "FRESHET_FORMAT", format);

        run("stock-client.test.mjs", pair);
        run("stock-recovery.test.mjs", pair);
    }

    @Test
    void clientsComeBackToARestartedServer() throws Exception {
        run("stock-restart.test.mjs", Map.of());
    }

    @Test
    void tokensThatEndAreRenewed() throws Exception {
        try (var access = new ShortLivedAccess()) {
            NodeScript.run(
                    NodeScript.named("js/stock-expiry.test.mjs"),
                    Map.of("FRESHET_URL", access.url().toString()),
                    line -> "");
        }
    }

    private static void run(String script, Map<String, String> more) throws Exception {
        NodeScript.run(NodeScript.named("js/" + script), server.environment(more), server::answer);
    }
}
