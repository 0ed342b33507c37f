package dev.freshet.server.cli;

import dev.freshet.server.auth.Role;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.storage.DatabaseUnusable;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freshet token …`: what agents and programs sign in with.
@Command(
        name = "token",
        description = "Make, list and revoke tokens of service accounts.",
        mixinStandardHelpOptions = true)
final class TokenCommand extends GroupCommand {
    @Spec private @Nullable CommandSpec spec;

    @Command(
            description = {
                "Make a token and print it, once.",
                "For example: TOKEN=$(freshet token create --role Editor --name telegraf)"
            },
            mixinStandardHelpOptions = true)
    void create(
            @Option(
                            names = "--role",
                            required = true,
                            description = "Viewer, Editor (may push) or Admin.")
                    Role role,
            @Option(names = "--name", description = "Of the service account; made when missing.")
                    @Nullable String name,
            @Option(
                            names = "--ttl",
                            paramLabel = "DURATION",
                            converter = DurationOption.class,
                            description = "Until it expires, for example 30d. Default: never.")
                    @Nullable Duration ttl,
            @Option(
                            names = "--org",
                            description = "Name or number; default: the main organisation.")
                    @Nullable String org,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            var created =
                    OpenIdentity.done(
                            open.identity()
                                    .tokens()
                                    .create(name == null ? randomName() : name, role, org, ttl));
            out().println(created.secret());
            out().flush();
            err().println(
                            "Token "
                                    + created.token().id()
                                    + " of service account "
                                    + created.account().name()
                                    + "; it is not shown again. Use it as: Authorization: Bearer"
                                    + " TOKEN");
            err().flush();
        }
    }

    @Command(description = "List the tokens.", mixinStandardHelpOptions = true)
    void list(@Mixin ConfigOptions options) throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            var rows = new Columns("ID", "NAME", "ROLE", "CREATED", "EXPIRES", "LAST USED");
            for (var listed : OpenIdentity.now(open.identity().tokens().list())) {
                var token = listed.token();
                rows.add(
                        Long.toString(token.id()),
                        token.name(),
                        UserCommand.shown(listed.account().role()),
                        time(token.createdAt()),
                        time(token.expiresAt()) + (token.isExpired(Instant.now()) ? " (over)" : ""),
                        time(token.usedAt()));
            }
            rows.print(out());
        }
    }

    @Command(
            description = "Revoke a token; a server that runs refuses it within seconds.",
            mixinStandardHelpOptions = true)
    void revoke(
            @Parameters(paramLabel = "ID", description = "As freshet token list shows it.") long id,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            var token = OpenIdentity.done(open.identity().tokens().revoke(id));
            out().println("Token " + id + " (" + token.name() + ") is revoked.");
            out().flush();
        }
    }

    private static String randomName() {
        return "token-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "never" : time.truncatedTo(ChronoUnit.MINUTES).toString();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
