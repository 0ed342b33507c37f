package dev.freshet.server.cli;

import dev.freshet.server.auth.Role;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.identity.Organisations;
import dev.freshet.server.identity.Outcome;
import dev.freshet.server.storage.DatabaseUnusable;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freshet org …`: organisations and who belongs to them.
@Command(
        name = "org",
        description = {
            "Make, list and change organisations.",
            "ORG is the name of one, or its number."
        },
        mixinStandardHelpOptions = true)
final class OrgCommand extends GroupCommand {
    @Spec private @Nullable CommandSpec spec;

    @Command(description = "Make an organisation.", mixinStandardHelpOptions = true)
    void create(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--admin",
                            paramLabel = "LOGIN",
                            description = "A user who is made its first Admin.")
                    @Nullable String admin,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            var orgs = open.identity().organisations();
            var made = OpenIdentity.done(orgs.create(name));
            say("Organisation " + made.id() + " (" + made.name() + ") is made.");
            if (admin != null) {
                var id = Long.toString(made.id());
                var member = OpenIdentity.done(orgs.addUser(id, admin, Role.ADMIN));
                say(member.account().login() + " is its Admin.");
            }
        }
    }

    @Command(description = "List the organisations.", mixinStandardHelpOptions = true)
    void list(@Mixin ConfigOptions options) throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            var rows = new Columns("ID", "NAME", "USERS");
            for (var listed : OpenIdentity.now(open.identity().organisations().list())) {
                rows.add(
                        Long.toString(listed.organisation().id()),
                        listed.organisation().name(),
                        Long.toString(listed.members()));
            }
            rows.print(out());
        }
    }

    @Command(description = "Give it another name.", mixinStandardHelpOptions = true)
    void rename(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "NAME") String name,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(
                options,
                orgs -> orgs.rename(org, name),
                renamed ->
                        "Organisation " + renamed.id() + " is called " + renamed.name() + " now.");
    }

    @Command(
            description = "Delete it with its data sources and tokens.",
            mixinStandardHelpOptions = true)
    void delete(
            @Parameters(paramLabel = "ORG") String org,
            @Option(
                            names = "--with-users",
                            description = "Delete the users, too, who belong to no other one.")
                    boolean withUsers,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(options, orgs -> orgs.delete(org, withUsers), OrgCommand::deleted);
    }

    @Command(
            name = "add-user",
            description = "Make a user a member, or change their role.",
            mixinStandardHelpOptions = true)
    void addUser(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "LOGIN") String login,
            @Parameters(paramLabel = "ROLE", description = "Viewer, Editor or Admin.") Role role,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(
                options,
                orgs -> orgs.addUser(org, login, role),
                member ->
                        member.account().login()
                                + " is "
                                + UserCommand.shown(role)
                                + " of "
                                + member.organisation().name()
                                + " now.");
    }

    @Command(
            name = "remove-user",
            description = "End a user's membership.",
            mixinStandardHelpOptions = true)
    void removeUser(
            @Parameters(paramLabel = "ORG") String org,
            @Parameters(paramLabel = "LOGIN") String login,
            @Mixin ConfigOptions options)
            throws InvalidConfig, DatabaseUnusable {
        change(
                options,
                orgs -> orgs.removeUser(org, login),
                member ->
                        member.account().login()
                                + " does not belong to "
                                + member.organisation().name()
                                + " any more.");
    }

    private static String deleted(Organisations.Deleted deleted) {
        return "Organisation "
                + deleted.organisation().id()
                + " ("
                + deleted.organisation().name()
                + ") is deleted."
                + (deleted.accounts().isEmpty()
                        ? ""
                        : " Accounts that went with it: "
                                + String.join(", ", deleted.accounts())
                                + ".");
    }

    private <T> void change(
            ConfigOptions options,
            Function<Organisations, CompletionStage<Outcome<T>>> change,
            Function<T, String> sentence)
            throws InvalidConfig, DatabaseUnusable {
        try (var open = OpenIdentity.of(options)) {
            say(sentence.apply(OpenIdentity.done(change.apply(open.identity().organisations()))));
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
