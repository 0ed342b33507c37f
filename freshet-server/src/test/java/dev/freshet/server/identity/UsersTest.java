package dev.freshet.server.identity;

import static dev.freshet.server.identity.IdentityFixture.done;
import static dev.freshet.server.identity.IdentityFixture.now;
import static dev.freshet.server.identity.IdentityFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.config.AnonymousSettings;
import dev.freshet.server.config.AuthSettings;
import dev.freshet.server.config.Secret;
import dev.freshet.server.config.SecuritySettings;
import dev.freshet.server.problem.ProblemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersTest {
    @TempDir Path directory;
    private IdentityFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = IdentityFixture.open(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', pass1",
        "a b, pass1",
        "a:b, pass1",
        "äöü, pass1",
        "ann, ''",
        "ann, abc",
    })
    void impossibleUsersAreRefused(String login, String password) {
        var user = new Users.NewUser(login, "", "", Role.VIEWER, password);

        assertThat(refused(fixture.identity.users().create(user)))
                .isEqualTo(ProblemType.USER_BAD_VALUE);
    }

    @Test
    void aLoginExistsOnceWhateverItsCase() {
        fixture.user("ann", Role.VIEWER, "correct horse");

        var again = new Users.NewUser("ANN", "", "", Role.VIEWER, "correct horse");

        assertThat(refused(fixture.identity.users().create(again)))
                .isEqualTo(ProblemType.USER_EXISTS);
        assertThat(again.toString()).doesNotContain("horse");
    }

    @Test
    void theOnlyAdministratorStays() {
        fixture.user("ann", Role.ADMIN, "correct horse");
        fixture.user("bob", Role.ADMIN, "correct horse");
        var users = fixture.identity.users();
        done(users.setDisabled("bob", true));

        assertThat(refused(users.delete("ann"))).isEqualTo(ProblemType.USER_LAST_ADMIN);
        assertThat(refused(users.setRole("ann", Role.EDITOR)))
                .isEqualTo(ProblemType.USER_LAST_ADMIN);
        assertThat(refused(users.setDisabled("ann", true))).isEqualTo(ProblemType.USER_LAST_ADMIN);
        done(users.setDisabled("bob", false));
        done(users.delete("ann"));
        assertThat(refused(users.delete("ann"))).isEqualTo(ProblemType.USER_UNKNOWN);
        assertThat(now(users.list())).extracting(Account::login).containsExactly("bob");
    }

    @Test
    void aServiceAccountIsNoUser() {
        fixture.token("telegraf", Role.EDITOR);

        assertThat(now(fixture.identity.users().list())).isEmpty();
        assertThat(refused(fixture.identity.users().delete("sa-telegraf")))
                .isEqualTo(ProblemType.USER_UNKNOWN);
    }

    @Test
    void whoStaysConnectedIsJudgedByTheTablesOfNow() {
        fixture.user("admin", Role.ADMIN, "correct horse");
        fixture.user("ann", Role.EDITOR, "correct horse");
        var user = signedIn("ann");

        done(fixture.identity.users().setRole("ann", Role.VIEWER));
        var lowered = fixture.identity.recheck(user);
        done(fixture.identity.users().setDisabled("ann", true));
        var disabled = fixture.identity.recheck(user);

        assertThat(lowered.map(SignedInUser::role)).contains(Role.VIEWER);
        assertThat(disabled).isEmpty();
    }

    @Test
    void allTokensOfAServiceAccountHaveOneRoleAndItGoesWithTheLast() {
        var tokens = fixture.identity.tokens();
        var first = done(tokens.create("My Agent", Role.EDITOR, null, null));
        var second = done(tokens.create("my agent", Role.EDITOR, null, Duration.ofDays(1)));

        assertThat(second.account().id()).isEqualTo(first.account().id());
        assertThat(first.toString()).doesNotContain(first.secret());
        assertThat(refused(tokens.create("my agent", Role.ADMIN, null, null)))
                .isEqualTo(ProblemType.USER_EXISTS);
        assertThat(refused(tokens.create("<script>", Role.ADMIN, null, null)))
                .isEqualTo(ProblemType.USER_BAD_VALUE);
        assertThat(now(tokens.list())).hasSize(2);
        done(tokens.revoke(first.token().id()));
        done(tokens.revoke(second.token().id()));
        assertThat(refused(tokens.revoke(second.token().id())))
                .isEqualTo(ProblemType.TOKEN_UNKNOWN);
        assertThat(done(tokens.create("my agent", Role.ADMIN, null, null)).account().role())
                .isEqualTo(Role.ADMIN);
    }

    @Test
    void theTablesHoldOnlyTheDigestOfAToken() {
        var token = fixture.token("telegraf", Role.EDITOR);

        var stored =
                now(
                        fixture.database.read(handle ->
                                handle.createQuery("select digest from token")
                                        .map((row, _) -> row.getBytes(1))
                                        .one()));

        assertThat(Digest.ofBytes(stored)).isEqualTo(Digest.of(token));
    }

    @Test
    void theUseOfATokenIsWrittenInTime() {
        var token = fixture.token("telegraf", Role.EDITOR);
        fixture.clock.advance(Duration.ofHours(1));
        fixture.askWithToken(token);
        var used = fixture.clock.instant();

        now(fixture.identity.look());

        var stored =
                now(
                        fixture.database.read(handle ->
                                handle.createQuery("select used_at from token")
                                        .mapTo(Long.class)
                                        .one()));
        assertThat(stored).isEqualTo(used.toEpochMilli());
    }

    @Test
    void theFirstAdministratorGetsARandomPasswordOnce() {
        var made = now(fixture.identity.firstAdmin().make());
        var again = now(fixture.identity.firstAdmin().make());

        assertThat(made).isPresent();
        assertThat(made.get().login()).isEqualTo("admin");
        var password = made.get().generatedPassword().orElseThrow();
        assertThat(password).hasSize(24);
        assertThat(made.toString()).doesNotContain(password);
        assertThat(fixture.askWithPassword("admin", password))
                .isInstanceOf(AuthResult.SignedIn.class);
        assertThat(again).isEmpty();
    }

    @Test
    void theFirstAdministratorMayBeConfigured() throws Exception {
        fixture.close();
        fixture = IdentityFixture.open(directory, new TestClock(), security("root", "configured"));

        var made = now(fixture.identity.firstAdmin().make());

        assertThat(made).contains(new FirstAdmin.Made("root", Optional.empty()));
        assertThat(fixture.askWithPassword("root", "configured"))
                .isInstanceOf(AuthResult.SignedIn.class);
    }

    private static IdentitySettings security(String login, String password) {
        var security =
                new SecuritySettings(
                        login,
                        new Secret(password),
                        "",
                        true,
                        true,
                        false,
                        SecuritySettings.SameSite.LAX,
                        new Secret("a key"));
        return new IdentitySettings(
                AuthSettings.defaults(), security, AnonymousSettings.defaults());
    }

    private SignedInUser signedIn(String login) {
        return ((AuthResult.SignedIn) fixture.askWithPassword(login, "correct horse")).user();
    }
}
