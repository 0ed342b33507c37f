package dev.freshet.server.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `freshet version`.
@Command(
        name = "version",
        description = "Print the versions of Freshet, the JDK, Netty and the system.",
        mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        for (var line : new Versions().getVersion()) {
            out.println(line);
        }
        out.flush();
    }
}
