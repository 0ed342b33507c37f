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

/// `freshet demo`: a server with data in it, open to everybody who can reach it, which is this
/// machine.
@Command(
        name = "demo",
        description = {
            "Run a server that shows this machine's own CPU, memory, disk and network,",
            "without an account, on the loopback address."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String ORIGIN = "demo";

    @Spec private @Nullable CommandSpec spec;
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where to listen. Default: ${DEFAULT-VALUE}")
    private String listen = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "3000",
            description = "0 for any free port. Default: ${DEFAULT-VALUE}")
    private int port = 3000;

    @Override
    public Integer call() throws Exception {
        options.with("server", "http_addr", listen, "--listen")
                .with("server", "http_port", Integer.toString(port), "--port")
                .with("auth.anonymous", "enabled", "true", ORIGIN)
                .with("live", "max_connections", "-1", ORIGIN)
                .with("freshet.push", "partial", "true", ORIGIN)
                .with("freshet.channel.demo", "pattern", "stream/demo/*", ORIGIN)
                .with("freshet.channel.demo", "subscribe", "Viewer", ORIGIN)
                .with("freshet.channel.demo", "publish", "Viewer", ORIGIN);
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        return RunningServer.run(options.load(), out, true);
    }
}
