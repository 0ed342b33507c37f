package dev.freshet.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.server.TestClock;
import dev.freshet.server.http.OriginCheck;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OriginLogTest {
    private final OriginCheck origins =
            new OriginCheck(URI.create("http://localhost:3000/"), List.of("https://dash.example"));
    private final Logger logger =
            ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("freshet.live");
    private final Level before = logger.getLevel();
    private final ListAppender<ILoggingEvent> seen = new ListAppender<>();
    private final TestClock clock = new TestClock();
    private final OriginLog log = new OriginLog(clock);

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

    /// A browser showed "No 'Access-Control-Allow-Origin' header", and the server nothing at all.
    @Test
    void aRefusedPageIsNamedOnceAMinuteWithWhatIsAllowed() {
        var refusal = origins.refusal("https://other.example", "live.example").orElseThrow();
        log.refused(refusal);
        log.refused(refusal);
        clock.advance(Duration.ofMinutes(1));
        log.refused(refusal);

        assertThat(lines()).hasSize(2);
        assertThat(lines().getFirst())
                .startsWith("Origin \"https://other.example\" is not allowed on host")
                .contains("add it to allowed_origins", "Allowed now: https://dash.example.")
                .endsWith(" [auth.origin]");
        assertThat(lines().getLast()).endsWith(" [auth.origin] (1 more like this)");
    }

    @Test
    void otherRefusalsAreSaidElsewhere() {
        log.refused(Problem.of(ProblemType.BAD_REQUEST, "No."));

        assertThat(lines()).isEmpty();
    }

    private List<String> lines() {
        return seen.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
