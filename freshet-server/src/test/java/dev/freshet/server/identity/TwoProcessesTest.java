package dev.freshet.server.identity;

import static dev.freshet.server.identity.IdentityFixture.ADDRESS;
import static dev.freshet.server.identity.IdentityFixture.done;
import static dev.freshet.server.identity.IdentityFixture.now;
import static dev.freshet.server.identity.IdentityFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Role;
import dev.freshet.server.problem.ProblemType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and a command line on one file.
class TwoProcessesTest {
    @TempDir Path directory;
    private IdentityFixture server;
    private IdentityFixture commands;

    @BeforeEach
    void open() throws Exception {
        server = IdentityFixture.open(directory);
        commands = IdentityFixture.open(directory);
    }

    @AfterEach
    void close() {
        commands.close();
        server.close();
    }

    @Test
    void aTokenThatTheOtherMadeWorksAtOnce() {
        assertThat(refusal(server.askWithToken("glsa_iNValIdinValiDinvalidinvalidinva_5b582697")))
                .isEqualTo(ProblemType.AUTH_UNKNOWN_TOKEN);

        var token = commands.token("telegraf", Role.EDITOR);

        assertThat(server.askWithToken(token)).isInstanceOf(AuthResult.SignedIn.class);
    }

    @Test
    void aUserThatTheOtherMadeMaySignInAtOnce() {
        commands.user("ann", Role.VIEWER, "correct horse");

        assertThat(server.askWithPassword("ann", "correct horse"))
                .isInstanceOf(AuthResult.SignedIn.class);
    }

    @Test
    void whatTheOtherRevokedIsRefusedAfterTheNextLook() {
        var created = done(commands.identity.tokens().create("t", Role.EDITOR, null, null));
        server.askWithToken(created.secret());

        done(commands.identity.tokens().revoke(created.token().id()));
        now(server.identity.look());

        assertThat(refusal(server.askWithToken(created.secret())))
                .isEqualTo(ProblemType.AUTH_UNKNOWN_TOKEN);
    }

    @Test
    void aPasswordThatTheOtherSetEndsTheSessionsHere() {
        server.user("ann", Role.VIEWER, "correct horse");
        var session =
                (Login.Result.SignedIn)
                        now(server.identity.login().login("ann", "correct horse", ADDRESS));

        done(commands.identity.users().setPassword("ann", "another one"));
        now(server.identity.look());

        assertThat(refusal(server.askWithCookie(session.cookieValue())))
                .isEqualTo(ProblemType.AUTH_SESSION_ENDED);
    }

    @Test
    void aSessionStaysWhenTheOtherChangesSomethingElse() {
        server.user("ann", Role.VIEWER, "correct horse");
        var session =
                (Login.Result.SignedIn)
                        now(server.identity.login().login("ann", "correct horse", ADDRESS));

        commands.token("telegraf", Role.EDITOR);
        now(server.identity.look());

        assertThat(server.askWithCookie(session.cookieValue()))
                .isInstanceOf(AuthResult.SignedIn.class);
    }

    @Test
    void bothMayWriteAtTheSameTime() {
        var all = new ArrayList<CompletionStage<Outcome<ServiceTokens.Created>>>();
        for (int i = 0; i < 20; i++) {
            all.add(server.identity.tokens().create("s" + i, Role.EDITOR, null, null));
            all.add(commands.identity.tokens().create("c" + i, Role.EDITOR, null, null));
        }

        var secrets = all.stream().map(IdentityFixture::done).map(ServiceTokens.Created::secret);

        assertThat(secrets)
                .allSatisfy(secret -> {
                    assertThat(server.askWithToken(secret)).isInstanceOf(AuthResult.SignedIn.class);
                    assertThat(commands.askWithToken(secret))
                            .isInstanceOf(AuthResult.SignedIn.class);
                });
    }

    @Test
    void thousandsOfUnknownTokensAtOnceAreFewQuestionsToTheDatabase() {
        var random = new SecretText(new SecureRandom());
        var answers = new ArrayList<CompletionStage<AuthResult>>();
        for (int i = 0; i < 3000; i++) {
            var headers = Map.of("Authorization", "Bearer " + random.token());
            answers.add(
                    server.identity
                            .authenticator()
                            .authenticate(
                                    IdentityFixture.request("/", headers, Map.of(), Map.of())));
        }

        // More than the queue of the database holds: none of them is told that it is busy.
        assertThat(answers.stream().map(IdentityFixture::now).map(IdentityFixture::refusal))
                .containsOnly(ProblemType.AUTH_UNKNOWN_TOKEN);
    }
}
