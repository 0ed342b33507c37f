package dev.freshet.sources.influxdb;

import dev.freshet.sources.fixture.Programs;
import dev.freshet.sources.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A real InfluxDB 1 as a process of its own.
final class InfluxServer {
    private InfluxServer() {}

    static ServerProcess start(Path folder, boolean wantsCredentials)
            throws IOException, InterruptedException {
        Programs.require("influxdb", "influxd");
        return ServerProcess.start(
                folder,
                "/ping",
                port -> {
                    var config = folder.resolve("influxdb.conf");
                    Files.writeString(config, config(folder, port, wantsCredentials));
                    return List.of("influxd", "-config", config.toString());
                });
    }

    private static String config(Path folder, int port, boolean wantsCredentials) {
        return """
        reporting-disabled = true
        bind-address = "127.0.0.1:0"
        [meta]
          dir = "%1$s/meta"
        [data]
          dir = "%1$s/data"
          wal-dir = "%1$s/wal"
        [monitor]
          store-enabled = false
        [http]
          bind-address = "127.0.0.1:%2$d"
          auth-enabled = %3$s
          log-enabled = false
        """
                .formatted(folder, port, wantsCredentials);
    }
}
