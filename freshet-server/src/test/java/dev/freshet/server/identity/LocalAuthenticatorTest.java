package dev.freshet.server.identity;

import static dev.freshet.server.identity.IdentityFixture.basic;
import static dev.freshet.server.identity.IdentityFixture.done;
import static dev.freshet.server.identity.IdentityFixture.now;
import static dev.freshet.server.identity.IdentityFixture.refusal;
import static dev.freshet.server.identity.IdentityFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.config.AnonymousSettings;
import dev.freshet.server.config.AuthSettings;
import dev.freshet.server.config.SecuritySettings;
import dev.freshet.server.problem.ProblemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAuthenticatorTest {
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

    @Test
    void aTokenIsItsServiceAccountAndMayPush() {
        var token = fixture.token("telegraf", Role.EDITOR);

        var result = fixture.askWithToken(token);

        assertThat(result)
                .isEqualTo(
                        new AuthResult.SignedIn(
                                new SignedInUser(
                                        1,
                                        "sa000001",
                                        "sa-telegraf",
                                        "telegraf",
                                        1,
                                        Role.EDITOR,
                                        Set.of("live:push"),
                                        AuthKind.TOKEN)));
    }

    @Test
    void whatIsInMemoryIsAnsweredAtOnce() {
        var token = fixture.token("telegraf", Role.VIEWER);
        var request = request("/", Map.of("Authorization", "Bearer " + token), Map.of(), Map.of());

        var answer = fixture.identity.authenticator().authenticate(request);

        assertThat(answer.toCompletableFuture()).isDone();
        assertThat(user(now(answer)).permissions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "bearer  %s", "Token %s", "Token telegraf:%s"})
    void aTokenComesInTheHeadersThatAgentsWrite(String form) {
        var token = fixture.token("telegraf", Role.EDITOR);

        var result = fixture.ask(Map.of("Authorization", form.formatted(token)));

        assertThat(user(result).kind()).isEqualTo(AuthKind.TOKEN);
    }

    @Test
    void aTokenIsAlsoAcceptedAsThePasswordOfAnyLogin() {
        var token = fixture.token("telegraf", Role.EDITOR);

        assertThat(user(fixture.askWithPassword("api_key", token)).kind())
                .isEqualTo(AuthKind.TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "/write, true",
        "/query, true",
        "/api/live/push/telegraf/write, true",
        "/api/live/push/telegraf, false",
        "/api/live/list, false",
        "/some/write, false",
    })
    void influxParametersCountOnItsOwnRoutesOnly(String path, boolean counts) {
        var token = fixture.token("telegraf", Role.EDITOR);
        var request = request(path, Map.of(), Map.of(), Map.of("u", "x", "p", token));

        var result = now(fixture.identity.authenticator().authenticate(request));

        assertThat(result instanceof AuthResult.SignedIn).isEqualTo(counts);
    }

    @Test
    void aRightPasswordIsItsUser() {
        fixture.user("Ann", Role.ADMIN, "correct horse");

        var user = user(fixture.askWithPassword("aNN", "correct horse"));

        assertThat(user.login()).isEqualTo("ann");
        assertThat(user.uid()).isEqualTo("u000001");
        assertThat(user.kind()).isEqualTo(AuthKind.BASIC);
        assertThat(user.may("live:push")).isTrue();
    }

    @Test
    void aRightPasswordIsRememberedForAMinute() {
        fixture.user("ann", Role.VIEWER, "correct horse");
        fixture.askWithPassword("ann", "correct horse");
        var request =
                request(
                        "/",
                        Map.of("Authorization", basic("ann", "correct horse")),
                        Map.of(),
                        Map.of());

        fixture.clock.advance(Duration.ofSeconds(59));
        var remembered = fixture.identity.authenticator().authenticate(request);
        fixture.clock.advance(Duration.ofSeconds(1));
        var forgotten = fixture.identity.authenticator().authenticate(request);

        assertThat(remembered.toCompletableFuture()).isDone();
        assertThat(user(now(forgotten)).login()).isEqualTo("ann");
    }

    @Test
    void aNewPasswordEndsTheMemoryOfTheOld() {
        fixture.user("ann", Role.VIEWER, "correct horse");
        fixture.askWithPassword("ann", "correct horse");

        done(fixture.identity.users().setPassword("ann", "another one"));

        assertThat(refusal(fixture.askWithPassword("ann", "correct horse")))
                .isEqualTo(ProblemType.AUTH_WRONG_PASSWORD);
        assertThat(user(fixture.askWithPassword("ann", "another one")).login()).isEqualTo("ann");
    }

    @Test
    void anUnknownLoginAWrongPasswordAndAServiceAccountReadAlike() {
        fixture.user("ann", Role.VIEWER, "correct horse");
        fixture.token("telegraf", Role.VIEWER);

        var wrong = fixture.askWithPassword("ann", "wrong");

        assertThat(fixture.askWithPassword("bob", "wrong")).isEqualTo(wrong);
        assertThat(fixture.askWithPassword("sa-telegraf", "wrong")).isEqualTo(wrong);
        assertThat(fixture.askWithPassword("ann", "x".repeat(10_000))).isEqualTo(wrong);
        assertThat(fixture.askWithPassword("a".repeat(10_000), "x")).isEqualTo(wrong);
        assertThat(fixture.askWithPassword("", "")).isEqualTo(wrong);
    }

    @Test
    void theSixthWrongPasswordIsTooMany() {
        fixture.user("ann", Role.VIEWER, "correct horse");
        for (int i = 0; i < 5; i++) {
            fixture.askWithPassword("ann", "wrong" + i);
        }

        var sixth = (AuthResult.Refused) fixture.askWithPassword("ann", "correct horse");

        assertThat(sixth.problem().type()).isEqualTo(ProblemType.AUTH_TOO_MANY_ATTEMPTS);
        assertThat(sixth.retryAfter()).isEqualTo(Duration.ofMinutes(5));
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(user(fixture.askWithPassword("ann", "correct horse")).login()).isEqualTo("ann");
    }

    @Test
    void guessingDoesNotDisturbAnAgentWhosePasswordIsRemembered() {
        fixture.user("ann", Role.VIEWER, "correct horse");
        fixture.askWithPassword("ann", "correct horse");

        for (int i = 0; i < 9; i++) {
            fixture.askWithPassword("ann", "wrong" + i);
        }

        assertThat(user(fixture.askWithPassword("ann", "correct horse")).login()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "glsa_iNValIdinValiDinvalidinvalidinva_5b582697",
                "glsa_iNValIdinValiDinvalidinvalidinva_00000000",
                "eyJrIjoiT0tTcG1pUlY2RnVKZTFVaDFsNFZXdE9ZWmNrMkZYbk",
                ""
            })
    void anUnknownTokenIsRefused(String token) {
        assertThat(refusal(fixture.ask(Map.of("Authorization", "Bearer " + token + " "))))
                .isIn(ProblemType.AUTH_UNKNOWN_TOKEN, ProblemType.AUTH_BAD_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer", "Digest x", "Basic", "Basic ???", "Basic bm9jb2xvbg==", "\u0000"})
    void aHeaderThatNobodyUnderstandsIsRefused(String header) {
        assertThat(refusal(fixture.ask(Map.of("Authorization", header))))
                .isEqualTo(ProblemType.AUTH_BAD_CREDENTIALS);
    }

    @Test
    void anExpiredTokenSaysSo() {
        var created =
                done(fixture.identity.tokens().create("t", Role.EDITOR, null, Duration.ofDays(1)));
        fixture.clock.advance(Duration.ofDays(1));

        assertThat(refusal(fixture.askWithToken(created.secret())))
                .isEqualTo(ProblemType.AUTH_EXPIRED_TOKEN);
    }

    @Test
    void aRevokedTokenIsUnknownAtOnce() {
        var created = done(fixture.identity.tokens().create("t", Role.EDITOR, null, null));

        done(fixture.identity.tokens().revoke(created.token().id()));

        assertThat(refusal(fixture.askWithToken(created.secret())))
                .isEqualTo(ProblemType.AUTH_UNKNOWN_TOKEN);
    }

    @Test
    void aDisabledUserIsToldSoOnlyWithTheRightPassword() {
        fixture.user("ann", Role.VIEWER, "correct horse");
        done(fixture.identity.users().setDisabled("ann", true));

        assertThat(refusal(fixture.askWithPassword("ann", "correct horse")))
                .isEqualTo(ProblemType.AUTH_DISABLED);
        assertThat(refusal(fixture.askWithPassword("ann", "wrong")))
                .isEqualTo(ProblemType.AUTH_WRONG_PASSWORD);
    }

    @Test
    void withoutCredentialsThereIsNobody() {
        assertThat(fixture.ask(Map.of())).isEqualTo(new AuthResult.NoCredentials());
        assertThat(fixture.ask(Map.of("Authorization", " ")))
                .isEqualTo(new AuthResult.NoCredentials());
        assertThat(refusal(fixture.askWithCookie("00ff")))
                .isEqualTo(ProblemType.AUTH_SESSION_ENDED);
    }

    @Test
    void theAnonymousViewerComesInEvenWithTheCookieOfAnotherServer() throws Exception {
        fixture.close();
        fixture =
                IdentityFixture.open(
                        directory, new TestClock(), IdentityFixture.withAnonymous(Role.VIEWER));

        var user = user(fixture.ask(Map.of()));

        assertThat(user.id()).isZero();
        assertThat(user.kind()).isEqualTo(AuthKind.ANONYMOUS);
        assertThat(user.role()).isEqualTo(Role.VIEWER);
        assertThat(user.permissions()).isEmpty();
        assertThat(fixture.askWithCookie("00ff")).isEqualTo(new AuthResult.SignedIn(user));
        assertThat(refusal(fixture.askWithToken("x"))).isEqualTo(ProblemType.AUTH_UNKNOWN_TOKEN);
    }

    @Test
    void passwordsInTheHeaderCanBeSwitchedOffWhileTokensStay() throws Exception {
        fixture.close();
        var defaults = AuthSettings.defaults();
        var auth =
                new AuthSettings(
                        defaults.loginCookieName(),
                        defaults.maxInactive(),
                        defaults.maxLifetime(),
                        false);
        fixture =
                IdentityFixture.open(
                        directory,
                        new TestClock(),
                        new IdentitySettings(
                                auth, SecuritySettings.defaults(), AnonymousSettings.defaults()));
        fixture.user("ann", Role.VIEWER, "correct horse");
        var token = fixture.token("t", Role.VIEWER);

        assertThat(refusal(fixture.askWithPassword("ann", "correct horse")))
                .isEqualTo(ProblemType.AUTH_BAD_CREDENTIALS);
        assertThat(user(fixture.askWithPassword("x", token)).kind()).isEqualTo(AuthKind.TOKEN);
    }

    private static SignedInUser user(AuthResult result) {
        assertThat(result).isInstanceOf(AuthResult.SignedIn.class);
        return ((AuthResult.SignedIn) result).user();
    }
}
