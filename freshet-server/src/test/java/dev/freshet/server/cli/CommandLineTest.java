package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir Path directory;

    private record Ran(int exit, String out, String err) {}

    @Test
    void aTokenIsPrintedAloneSoThatAShellCanCatchIt() {
        var created = run("token", "create", "--role", "editor", "--name", "telegraf");
        var listed = run("token", "list");

        assertThat(created.exit()).isZero();
        assertThat(created.out()).matches("glsa_\\w{32}_[0-9a-f]{8}\n");
        assertThat(created.err()).contains("not shown again").doesNotContain("glsa_");
        assertThat(listed.out()).containsPattern("1 +telegraf +Editor .* never +never");
    }

    @Test
    void aTokenCanBeRevokedOnce() {
        run("token", "create", "--role", "Viewer", "--ttl", "30d");

        assertThat(run("token", "revoke", "1").exit()).isZero();
        var again = run("token", "revoke", "1");

        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).isEqualTo("There is no token 1. freshet token list shows all.\n");
    }

    @Test
    void usersLiveTheirLife() {
        assertThat(runWithInput("correct horse\n", "user", "create", "Ann", "--role=Admin").out())
                .isEqualTo("User ann is made, as Admin.\n");
        assertThat(runWithInput("battery\n", "user", "create", "bob").out())
                .isEqualTo("User bob is made, as Viewer.\n");
        assertThat(run("user", "role", "bob", "editor").out()).isEqualTo("bob is Editor now.\n");
        assertThat(run("user", "disable", "bob").out()).isEqualTo("bob is disabled.\n");
        assertThat(run("user", "list").out()).containsPattern("bob +bob +Editor +disabled");
        assertThat(run("user", "enable", "bob").exit()).isZero();
        assertThat(runWithInput("staple\n", "user", "passwd", "bob").exit()).isZero();
        assertThat(run("user", "delete", "bob").exit()).isZero();
        assertThat(run("user", "delete", "ann").err()).contains("only enabled administrator");
    }

    @Test
    void organisationsLiveTheirLife() {
        runWithInput("correct horse\n", "user", "create", "ann", "--role=Admin");
        runWithInput("correct horse\n", "user", "create", "bob");

        assertThat(run("org", "create", "Second", "--admin", "ann").out())
                .isEqualTo("Organisation 2 (Second) is made.\nann is its Admin.\n");
        assertThat(run("org", "add-user", "Second", "bob", "viewer").out())
                .isEqualTo("bob is Viewer of Second now.\n");
        assertThat(run("user", "list").out()).containsPattern("bob .* 1 2");
        assertThat(run("org", "remove-user", "1", "bob").exit()).isZero();
        assertThat(run("org", "remove-user", "2", "bob").err()).contains("no other organisation");
        assertThat(run("org", "rename", "2", "Zweite").exit()).isZero();
        assertThat(run("org", "list").out())
                .containsPattern("1 +Main Org. +1\\n")
                .containsPattern("2 +Zweite +2\\n");
        assertThat(run("token", "create", "--role=Editor", "--name=t", "--org=2").exit()).isZero();
        assertThat(run("org", "delete", "1").err()).contains("cannot be deleted");
        assertThat(run("org", "delete", "Zweite").err())
                .contains("no other organisation: bob. Nothing was deleted.", "--with-users");
        assertThat(run("org", "delete", "Zweite", "--with-users").out())
                .isEqualTo(
                        "Organisation 2 (Zweite) is deleted. Accounts that went with it: bob,"
                                + " sa-2-t.\n");
        assertThat(run("token", "create", "--role=Editor", "--org=Man Org.").err())
                .contains("Did you mean \"Main Org.\"?");
    }

    @Test
    void withoutAPasswordNoUserIsMade() {
        var created = runWithInput("", "user", "create", "ann");

        assertThat(created.exit()).isEqualTo(1);
        assertThat(created.err()).contains("No password was given");
        assertThat(run("user", "list").out()).doesNotContain("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token",
                "token create",
                "token create --role Boss",
                "token create --role Editor --ttl 30",
                "token revoke one",
                "user create",
                "user create ann --password secret",
                "config",
                "version --nonsense",
                "completion fish",
            })
    void wrongUsageEndsWithTwoAndSaysWhatIsRight(String line) {
        var ran = runPlain(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("Usage: freshet");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aMisspeltCommandIsToldTheRightOne() {
        var ran = runPlain("tokens", "list");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("Unmatched argument", "Did you mean: freshet token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "token --help",
                "token create --help",
                "token list --help",
                "token revoke -h",
                "user --help",
                "user passwd --help",
                "config --help",
                "config check --help",
                "version --help",
                "completion --help"
            })
    void everyCommandHelps(String line) {
        var ran = runPlain(line.split(" "));

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("Usage: freshet");
    }

    @Test
    void theConfigurationIsCheckedWithAllItsFaults() throws Exception {
        var file = directory.resolve("custom.ini");
        Files.writeString(file, "[live]\nmax_connections = x\n[server]\nhttp_port = y\n");

        var bad = run("config", "check", "--config", file.toString());
        Files.writeString(file, "[live]\nmax_connections = 5\nmax_konnections = 5\n");
        var good = run("config", "check", "--config", file.toString());

        assertThat(bad.exit()).isEqualTo(1);
        assertThat(bad.err()).contains("custom.ini:2: ", "custom.ini:4: ");
        assertThat(good.exit()).isZero();
        assertThat(good.out()).contains("Warning: ", "did you mean max_connections?");
    }

    @Test
    void aCertificateThatCannotBeUsedFailsTheCheck() {
        var ran =
                run(
                        "config",
                        "check",
                        "--set=server.protocol=https",
                        "--set=server.cert_file=/none.pem",
                        "--set=server.cert_key=/none.key");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("/none.pem cannot be read: it does not exist");
    }

    @Test
    void thePrintShowsOriginsAndNoSecrets() {
        var ran =
                run(
                        "config",
                        "print",
                        "--set=live.max_connections=7",
                        "--set=security.admin_password=hunter2");

        assertThat(ran.out())
                .containsPattern("max_connections = 7 +; --set")
                .containsPattern("data = .* +; --data")
                .containsPattern("message_size_limit = 8MiB +; default")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x=y", ".x=y", "a.=y", "="})
    void aSettingThatIsNotUnderstoodFails(String setting) {
        var ran = run("config", "check", "--set", setting);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("--set section.key=value");
    }

    @Test
    void theVersionNamesWhatRuns() {
        assertThat(runPlain("version").out()).contains("Freshet ", "JDK ", "Netty 4.2", "OS ");
        assertThat(runPlain("--version").out()).isEqualTo(runPlain("version").out());
    }

    @Test
    void theCompletionKnowsTheCommands() {
        assertThat(runPlain("completion", "bash").out())
                .contains("complete -F _complete_freshet", "token", "passwd", "--config");
    }

    @Test
    void anUnusableDatabaseIsASentence() throws Exception {
        Files.writeString(directory.resolve("freshet.db"), "x".repeat(5000));

        var ran = run("token", "list");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("freshet.db cannot be opened").doesNotContain("\tat ");
    }

    private Ran runWithInput(String input, String... args) {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(args);
        } finally {
            System.setIn(before);
        }
    }

    private Ran run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.add("--data");
        all.add(directory.toString());
        return runPlain(all.toArray(String[]::new));
    }

    private static Ran runPlain(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit =
                CommandTable.commandLine(args)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(args);
        return new Ran(exit, out.toString(), err.toString());
    }
}
