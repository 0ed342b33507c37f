package dev.freshet.server.identity;

import static dev.freshet.server.identity.IdentityFixture.ADDRESS;
import static dev.freshet.server.identity.IdentityFixture.done;
import static dev.freshet.server.identity.IdentityFixture.now;
import static dev.freshet.server.identity.IdentityFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.config.AuthSettings;
import dev.freshet.server.config.SecuritySettings;
import dev.freshet.server.problem.ProblemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginTest {
    @TempDir Path directory;
    private IdentityFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = IdentityFixture.open(directory);
        fixture.user("ann", Role.EDITOR, "correct horse");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theCookieOfALoginIsTheUser() {
        var session = signIn();

        var result = fixture.askWithCookie(session.cookieValue());

        assertThat(result).isEqualTo(new AuthResult.SignedIn(session.user()));
        assertThat(session.user().kind()).isEqualTo(AuthKind.SESSION);
        assertThat(session.toString()).doesNotContain(session.cookieValue());
    }

    @Test
    void theTablesHoldOnlyTheDigestOfTheCookie() {
        var cookie = signIn().cookieValue();

        var stored =
                now(
                        fixture.database.read(handle ->
                                handle.createQuery("select lower(hex(digest)) from session")
                                        .mapTo(String.class)
                                        .list()));

        assertThat(stored)
                .containsExactly(HexFormat.of().formatHex(Digest.of(cookie).bytes()))
                .doesNotContain(cookie);
    }

    @Test
    void aSessionSurvivesARestart() throws Exception {
        var cookie = signIn().cookieValue();
        var clock = fixture.clock;
        fixture.close();

        fixture = IdentityFixture.open(directory, clock, IdentitySettings.defaults());

        assertThat(fixture.askWithCookie(cookie)).isInstanceOf(AuthResult.SignedIn.class);
    }

    @Test
    void loggingOutEndsTheSessionForGood() throws Exception {
        var cookie = signIn().cookieValue();

        assertThat(now(fixture.identity.login().logout(cookie))).isTrue();

        assertThat(refusal(fixture.askWithCookie(cookie)))
                .isEqualTo(ProblemType.AUTH_SESSION_ENDED);
        assertThat(now(fixture.identity.login().logout(cookie))).isFalse();
        fixture.close();
        fixture = IdentityFixture.open(directory);
        assertThat(refusal(fixture.askWithCookie(cookie)))
                .isEqualTo(ProblemType.AUTH_SESSION_ENDED);
    }

    @Test
    void aSessionThatIsNotUsedForSevenDaysEnds() {
        var used = signIn().cookieValue();
        var idle = signIn().cookieValue();
        for (int day = 0; day < 7; day++) {
            fixture.clock.advance(Duration.ofDays(1));
            fixture.askWithCookie(used);
        }

        assertThat(fixture.askWithCookie(used)).isInstanceOf(AuthResult.SignedIn.class);
        assertThat(refusal(fixture.askWithCookie(idle))).isEqualTo(ProblemType.AUTH_SESSION_ENDED);
    }

    @Test
    void noSessionLastsLongerThanThirtyDays() {
        var cookie = signIn().cookieValue();
        for (int day = 0; day < 30; day++) {
            assertThat(fixture.askWithCookie(cookie)).isInstanceOf(AuthResult.SignedIn.class);
            fixture.clock.advance(Duration.ofDays(1));
        }

        assertThat(refusal(fixture.askWithCookie(cookie)))
                .isEqualTo(ProblemType.AUTH_SESSION_ENDED);
    }

    @Test
    void useIsRememberedOverARestart() throws Exception {
        var cookie = signIn().cookieValue();
        fixture.clock.advance(Duration.ofDays(5));
        fixture.askWithCookie(cookie);
        assertThat(now(fixture.identity.look())).isZero();
        var clock = fixture.clock;
        fixture.close();
        clock.advance(Duration.ofDays(5));

        fixture = IdentityFixture.open(directory, clock, IdentitySettings.defaults());

        assertThat(fixture.askWithCookie(cookie)).isInstanceOf(AuthResult.SignedIn.class);
    }

    @Test
    void endedSessionsAreDeletedInTime() {
        signIn();
        fixture.clock.advance(Duration.ofDays(8));

        assertThat(now(fixture.identity.look())).isEqualTo(1);
    }

    @Test
    void theHundredAndFirstSessionEndsTheFirst() {
        var cookies = new ArrayList<String>();
        for (int i = 0; i < 101; i++) {
            cookies.add(signIn().cookieValue());
        }

        assertThat(refusal(fixture.askWithCookie(cookies.getFirst())))
                .isEqualTo(ProblemType.AUTH_SESSION_ENDED);
        assertThat(fixture.askWithCookie(cookies.get(1))).isInstanceOf(AuthResult.SignedIn.class);
    }

    @Test
    void disablingTheUserOrANewPasswordEndsSessions() {
        var cookie = signIn().cookieValue();

        done(fixture.identity.users().setDisabled("ann", true));
        var whileDisabled = refusal(fixture.askWithCookie(cookie));
        done(fixture.identity.users().setDisabled("ann", false));
        var enabledAgain = fixture.askWithCookie(cookie);
        done(fixture.identity.users().setPassword("ann", "another one"));

        assertThat(whileDisabled).isEqualTo(ProblemType.AUTH_DISABLED);
        assertThat(enabledAgain).isInstanceOf(AuthResult.SignedIn.class);
        assertThat(refusal(fixture.askWithCookie(cookie)))
                .isEqualTo(ProblemType.AUTH_SESSION_ENDED);
    }

    @Test
    void aWrongPasswordGetsGrafanasSentence() {
        var result =
                (Login.Result.NotLetIn)
                        now(fixture.identity.login().login("ann", "wrong", ADDRESS));

        assertThat(result.refused().problem().message()).isEqualTo("Invalid username or password");
        assertThat(result.refused().problem().type().status()).isEqualTo(401);
    }

    @Test
    void parallelGuessesCountToo() {
        var attempts = new ArrayList<CompletionStage<Login.Result>>();
        for (int i = 0; i < 20; i++) {
            attempts.add(fixture.identity.login().login("ann", "wrong" + i, ADDRESS));
        }

        var types =
                attempts.stream()
                        .map(IdentityFixture::now)
                        .map(result -> ((Login.Result.NotLetIn) result).refused().problem().type());

        assertThat(types.filter(ProblemType.AUTH_WRONG_PASSWORD::equals).count()).isEqualTo(5);
    }

    @Test
    void theCookieHeaderIsAsConfigured() {
        var plain =
                SessionCookie.of(AuthSettings.defaults(), SecuritySettings.defaults(), "/grafana");
        var strict = new SessionCookie("s", "/", 60, true, SecuritySettings.SameSite.STRICT);

        assertThat(plain.set("abc"))
                .isEqualTo(
                        "grafana_session=abc; Path=/grafana; Max-Age=2592000; HttpOnly;"
                                + " SameSite=Lax");
        assertThat(plain.clear())
                .isEqualTo("grafana_session=; Path=/grafana; Max-Age=0; HttpOnly; SameSite=Lax");
        assertThat(strict.set("abc"))
                .isEqualTo("s=abc; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Strict");
    }

    private Login.Result.SignedIn signIn() {
        var result = now(fixture.identity.login().login("ann", "correct horse", ADDRESS));
        assertThat(result).isInstanceOf(Login.Result.SignedIn.class);
        return (Login.Result.SignedIn) result;
    }
}
