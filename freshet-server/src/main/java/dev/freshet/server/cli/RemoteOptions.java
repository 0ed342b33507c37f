package dev.freshet.server.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of every command that talks to a running server: where it is and who is asking.
final class RemoteOptions {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://localhost:3000",
            description =
                    "Where the server is, with its sub-path if it has one. Default:"
                            + " ${DEFAULT-VALUE}")
    private String url = "http://localhost:3000";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "A file with a service account's token. Without it $FRESHET_TOKEN counts,",
                "then $FRESHET_USER with $FRESHET_PASSWORD; secrets are no arguments."
            })
    private @Nullable Path tokenFile;

    /// The server that the options name; nothing is sent yet.
    ///
    /// @throws ParameterException when the URL is none
    /// @throws CommandFailure when the credentials cannot be read
    RemoteServer server() {
        return server(System.getenv());
    }

    RemoteServer server(Map<String, String> environment) {
        return new RemoteServer(base(), RemoteLogin.of(tokenFile, environment));
    }

    private URI base() {
        try {
            var parsed = new URI(url);
            var scheme = String.valueOf(parsed.getScheme()).toLowerCase(Locale.ROOT);
            if (!SCHEMES.contains(scheme)
                    || parsed.getHost() == null
                    || parsed.getRawQuery() != null
                    || parsed.getRawFragment() != null) {
                throw wrong("--url is \"" + url + "\"; write for example http://localhost:3000.");
            }
            if (parsed.getRawUserInfo() != null) {
                throw wrong(
                        "--url holds a user, and every process of this machine can read it; use"
                                + " $FRESHET_USER and $FRESHET_PASSWORD.");
            }
            return URI.create(url.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw wrong(
                    "--url is no address: "
                            + e.getReason()
                            + "; write for example"
                            + " http://localhost:3000.");
        }
    }

    /// Wrong usage of the command that has these options.
    ParameterException wrong(String message) {
        if (command == null) {
            throw new IllegalStateException("the options were not read by a command");
        }
        return new ParameterException(command.commandLine(), message);
    }
}
