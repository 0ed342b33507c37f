package dev.freshet.server.cli;

import dev.freshet.server.auth.Role;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.identity.Account;
import dev.freshet.server.identity.Outcome;
import dev.freshet.server.identity.Users;
import dev.freshet.server.storage.DatabaseUnusable;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freshet user …`: people who sign in.
@Command(
        name = "user",
        description = {
            "Make, list and change users.",
            "Passwords are asked for, or read from the standard input; they are no arguments."
        },
        mixinStandardHelpOptions = true)
final class UserCommand extends GroupCommand {
    @Spec private @Nullable CommandSpec spec;

    @Command(description = "Make a user.", mixinStandardHelpOptions = true)
    void create(
            @Parameters(paramLabel = "LOGIN") String login,
            @Option(names = "--role", description = "Viewer, Editor or Admin.") @Nullable Role role,
            @Option(names = "--name", description = "For people; default: the login.")
                    @Nullable String name,
            @Option(names = "--email", defaultValue = "") String email,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            var user =
                    new Users.NewUser(
                            login,
                            name == null ? login : name,
                            email,
                            role == null ? open.settings().users().autoAssignOrgRole() : role,
                            PasswordPrompt.ask(login));
            var account = OpenIdentity.done(open.identity().users().create(user));
            say("User " + account.login() + " is made, as " + shown(account.role()) + ".");
        }
    }

    @Command(description = "List the users.", mixinStandardHelpOptions = true)
    void list(@Mixin ConfigOptions options) throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            var rows = new Columns("ID", "LOGIN", "NAME", "EMAIL", "ROLE", "STATE", "ORGS");
            for (var account : OpenIdentity.now(open.identity().users().list())) {
                rows.add(
                        Long.toString(account.id()),
                        account.login(),
                        account.name(),
                        account.email(),
                        shown(account.role()),
                        account.disabled() ? "disabled" : "enabled",
                        orgs(account));
            }
            rows.print(out());
        }
    }

    @Command(
            description = "Set a password; the user's sessions end.",
            mixinStandardHelpOptions = true)
    void passwd(@Parameters(paramLabel = "LOGIN") String login, @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(
                options,
                users -> users.setPassword(login, PasswordPrompt.ask(login)),
                account -> "The password of " + account.login() + " is set; the sessions ended.");
    }

    @Command(description = "Set a user's role.", mixinStandardHelpOptions = true)
    void role(
            @Parameters(paramLabel = "LOGIN") String login,
            @Parameters(paramLabel = "ROLE", description = "Viewer, Editor or Admin.") Role role,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(
                options,
                users -> users.setRole(login, role),
                account -> account.login() + " is " + shown(account.role()) + " now.");
    }

    @Command(description = "Keep a user out.", mixinStandardHelpOptions = true)
    void disable(@Parameters(paramLabel = "LOGIN") String login, @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(
                options,
                users -> users.setDisabled(login, true),
                account -> account.login() + " is disabled.");
    }

    @Command(description = "Let a user in again.", mixinStandardHelpOptions = true)
    void enable(@Parameters(paramLabel = "LOGIN") String login, @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(
                options,
                users -> users.setDisabled(login, false),
                account -> account.login() + " is enabled.");
    }

    @Command(description = "Delete a user.", mixinStandardHelpOptions = true)
    void delete(@Parameters(paramLabel = "LOGIN") String login, @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(options, users -> users.delete(login), account -> account.login() + " is deleted.");
    }

    /// Their numbers, the user's own first.
    private static String orgs(Account account) {
        return Stream.concat(
                        Stream.of(account.orgId()),
                        account.roles().keySet().stream()
                                .filter(org -> org != account.orgId())
                                .sorted())
                .map(org -> Long.toString(org))
                .collect(Collectors.joining(" "));
    }

    static String shown(Role role) {
        return switch (role) {
            case VIEWER -> "Viewer";
            case EDITOR -> "Editor";
            case ADMIN -> "Admin";
        };
    }

    private void change(
            ConfigOptions options,
            Function<Users, CompletionStage<Outcome<Account>>> change,
            Function<Account, String> sentence)
            throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            say(sentence.apply(OpenIdentity.done(change.apply(open.identity().users()))));
        }
    }

    private void say(String sentence) {
        out().println(sentence);
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
