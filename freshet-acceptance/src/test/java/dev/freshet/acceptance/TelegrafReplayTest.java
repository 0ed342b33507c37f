package dev.freshet.acceptance;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelegrafReplayTest {
    @Test
    void everyRecordedBodyReachesAGrafanaPanel(@TempDir Path folder) throws Exception {
        try (var server = FreshetProcess.server(folder, 0, "[live]\nmax_connections = -1\n")) {
            NodeScript.run(
                    NodeScript.named("js/telegraf-replay.test.mjs"),
                    Map.of(
                            "FRESHET_URL", server.url().toString(),
                            "FRESHET_TOKEN", server.token("Editor"),
                            "FRESHET_TESTDATA",
                                    FreshetProcess.HOME
                                            .resolve("freshet-server/src/test/resources/telegraf")
                                            .toString()),
                    line -> "");
        }
    }
}
