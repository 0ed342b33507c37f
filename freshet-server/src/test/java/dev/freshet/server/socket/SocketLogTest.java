package dev.freshet.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.server.TestClock;
import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SocketLogTest {
    private static final Problem REFUSAL =
            Problem.of(ProblemType.UNKNOWN_SCOPE, "Unknown scope: \"x\".");
    private static final Problem OTHER_REFUSAL = Problem.of(ProblemType.SUBSCRIBE_REFUSED, "No.");

    private final Logger logger =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("freshet.live");
    private final Level before = logger.getLevel();
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final TestClock clock = new TestClock();
    private final SocketLog log = new SocketLog(clock);

    @BeforeEach
    void listen() {
        seen.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(seen);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(seen);
        logger.setLevel(before);
    }

    private static SignedInUser user(String login) {
        return new SignedInUser(
                1, "u-" + login, login, login, 1, Role.VIEWER, Set.of(), AuthKind.SESSION);
    }

    private List<String> lines() {
        return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aRefusalThatIsRepeatedIsOneLineAMinute() {
        for (int i = 0; i < 5; i++) {
            log.refused(user("ann"), "c" + i, "subscribe to", "1/x/a/b", REFUSAL);
        }
        clock.advance(Duration.ofMinutes(1));
        log.refused(user("ann"), "c5", "subscribe to", "1/x/a/b", REFUSAL);

        assertThat(lines())
                .containsExactly(
                        "user ann client c0 may not subscribe to \"1/x/a/b\": Unknown scope: \"x\"."
                                + " [live.channel.unknown-scope]",
                        "user ann client c5 may not subscribe to \"1/x/a/b\": Unknown scope: \"x\"."
                                + " [live.channel.unknown-scope] (4 more like this)");
    }

    @Test
    void anotherUserChannelReasonOrDoingHasItsOwnLine() {
        log.refused(user("ann"), "c", "subscribe to", "1/x/a/b", REFUSAL);
        log.refused(user("bob"), "c", "subscribe to", "1/x/a/b", REFUSAL);
        log.refused(user("ann"), "c", "subscribe to", "1/x/a/c", REFUSAL);
        log.refused(user("ann"), "c", "subscribe to", "1/x/a/b", OTHER_REFUSAL);
        log.refused(user("ann"), "c", "publish on", "1/x/a/b", REFUSAL);

        assertThat(lines()).hasSize(5);
    }

    @Test
    void aClientThatDoesNotReadIsNamedOnceAMinute() {
        log.closed(user("ann"), "c0", Disconnect.SLOW.because("slow: read faster"));
        log.closed(user("ann"), "c1", Disconnect.SLOW.because("slow: read faster"));
        log.closed(user("ann"), "c2", Disconnect.SHUTDOWN);

        assertThat(lines())
                .containsExactly("user ann client c0 was closed with 3008: slow: read faster");
    }

    /// Viewers' pages stayed without live data, and the log did not say that the server was full.
    @Test
    void aFullServerIsNamedHoweverItCloses() {
        log.closed(user("ann"), "c0", Disconnect.CONNECTION_LIMIT);
        log.closed(user("ann"), "c1", new Disconnect(SocketLog.LIMIT_FOR_NOW, "limit"));

        assertThat(lines()).hasSize(2);
    }

    @Test
    void aChannelWithoutDataIsNamedOnceAMinute() {
        log.nothingCameYet(user("ann"), "1/stream/telegraf/cpv");
        log.nothingCameYet(user("ann"), "1/stream/telegraf/cpv");

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("user ann subscribed to \"1/stream/telegraf/cpv\", on which nothing");
    }
}
