package dev.freshet.server.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `freshet channels`: what moves on a running server.
@Command(
        name = "channels",
        description = "List the channels of a running server.",
        mixinStandardHelpOptions = true)
final class ChannelsCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print what the server answers, for programs.")
    private boolean asJson;

    @Mixin private RemoteOptions remote = new RemoteOptions();

    @Override
    public Integer call() {
        try (var server = remote.server()) {
            var list = server.get("/api/live/list");
            if (asJson) {
                out().println(list);
                out().flush();
            } else {
                new ChannelTable(list.path("channels")).print(out());
            }
        }
        return 0;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
