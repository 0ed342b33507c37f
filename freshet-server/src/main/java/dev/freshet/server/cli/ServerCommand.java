package dev.freshet.server.cli;

import dev.freshet.server.RunningServer;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `freshet server`: runs until it is told to stop (SIGTERM, SIGINT).
@Command(name = "server", description = "Run the server.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(names = "--listen", paramLabel = "ADDRESS", description = "Same as [server] http_addr.")
    private @Nullable String listen;

    @Option(names = "--port", description = "Same as [server] http_port; 0 for any free port.")
    private @Nullable Integer port;

    @Override
    public Integer call() throws Exception {
        if (listen != null) {
            options.with("server", "http_addr", listen, "--listen");
        }
        if (port != null) {
            options.with("server", "http_port", port.toString(), "--port");
        }
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        return RunningServer.run(options.load(), out, false);
    }
}
