package dev.freshet.server.identity;

import static dev.freshet.server.identity.IdentityFixture.ADDRESS;
import static dev.freshet.server.identity.IdentityFixture.basic;
import static dev.freshet.server.identity.IdentityFixture.now;
import static dev.freshet.server.identity.IdentityFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.server.auth.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class NoSecretInLogsTest {
    private final Logger root =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final Level before = root.getLevel();
    @TempDir Path directory;

    @BeforeEach
    void listen() {
        seen.start();
        root.addAppender(seen);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(before);
        root.detachAppender(seen);
    }

    @Test
    void evenTheMostTalkativeLogHoldsNoPasswordTokenOrCookie() throws Exception {
        try (var fixture = IdentityFixture.open(directory)) {
            fixture.user("ann", Role.ADMIN, "correct-horse");
            var token = fixture.token("telegraf", Role.EDITOR);
            var session =
                    (Login.Result.SignedIn)
                            now(fixture.identity.login().login("ann", "correct-horse", ADDRESS));
            fixture.askWithPassword("ann", "wrong-horse");
            fixture.askWithToken(token);
            fixture.askWithCookie(session.cookieValue());

            assertThat(seen.list).isNotEmpty();
            assertThat(List.copyOf(seen.list))
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .allSatisfy(message ->
                            assertThat(message)
                                    .doesNotContain("horse", token)
                                    .doesNotContain(session.cookieValue()));
        }
    }

    @Test
    void credentialsArePrintedWithoutTheirSecret() {
        var headers = Map.of("Authorization", basic("ann", "correct-horse"));
        var password = Credentials.of(request("/", headers, Map.of(), Map.of()), "c");
        var token =
                Credentials.of(
                        request("/", Map.of("Authorization", "Bearer horse"), Map.of(), Map.of()),
                        "c");
        var cookie = Credentials.of(request("/", Map.of(), Map.of("c", "horse"), Map.of()), "c");

        assertThat(List.of(password, token, cookie).toString())
                .isEqualTo("[Password of ann, Token, Cookie]");
    }
}
