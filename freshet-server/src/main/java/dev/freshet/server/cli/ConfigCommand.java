package dev.freshet.server.cli;

import dev.freshet.server.config.ConfigReference;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.config.LoadedConfig;
import dev.freshet.server.config.ServerSettings.Protocol;
import dev.freshet.server.provisioning.DataSourceProvisioning;
import dev.freshet.server.tls.BadCertificate;
import dev.freshet.server.tls.ServerCertificate;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `freshet config …`: what is set, whether it is right, and what there is.
@Command(
        name = "config",
        description = "Check, print or explain the configuration.",
        mixinStandardHelpOptions = true)
final class ConfigCommand extends GroupCommand {
    @Spec private @Nullable CommandSpec spec;

    @Command(
            description =
                    "Say everything that is wrong; ends with 1 when the server would not start.",
            mixinStandardHelpOptions = true)
    void check(@Mixin ConfigOptions options) throws InvalidConfig, BadCertificate {
        var loaded = options.load();
        checkCertificate(loaded);
        Stream.concat(
                        loaded.warnings().stream(),
                        DataSourceProvisioning.check(
                                loaded.settings().paths().provisioning(), System.getenv())
                                .stream())
                .forEach(warning -> out().println("Warning: " + warning));
        out().println("The configuration can be used.");
        out().flush();
    }

    @Command(
            description = "Print every setting with where it comes from; secrets are masked.",
            mixinStandardHelpOptions = true)
    void print(@Mixin ConfigOptions options) throws InvalidConfig {
        var section = "";
        for (var setting : options.load().effective()) {
            if (!setting.section().equals(section)) {
                out().println((section.isEmpty() ? "[" : "\n[") + setting.section() + "]");
                section = setting.section();
            }
            var assignment = setting.key() + " = " + setting.value().replace("\n", "\\n");
            out().printf("%-50s ; %s%n", assignment, setting.origin().describe());
        }
        out().flush();
    }

    @Command(
            description = "Print the reference of all settings, in Markdown.",
            mixinStandardHelpOptions = true)
    void docs() {
        out().print(ConfigReference.markdown());
        out().flush();
    }

    private static void checkCertificate(LoadedConfig loaded) throws BadCertificate {
        var server = loaded.settings().server();
        if (server.protocol() == Protocol.HTTPS
                && server.certFile() != null
                && server.certKey() != null) {
            ServerCertificate.load(server.certFile(), server.certKey());
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
