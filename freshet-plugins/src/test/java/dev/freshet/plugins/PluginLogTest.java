package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PluginLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("plugin.x");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private Instant now = Instant.EPOCH;
    private final PluginLog log = new PluginLog("x", () -> now);

    @BeforeEach
    void listen() {
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void keepsTheLevelAndThePairs() {
        log.errorLine(
                "{\"@level\":\"warn\",\"@message\":\"slow\",\"@timestamp\":\"t\",\"took\":3,\"of\":{\"a\":1}}");
        log.errorLine("{\"@level\":\"debug\",\"@message\":\"never mind\"}");
        log.errorLine("[INFO] plain");
        log.errorLine("just text");
        log.errorLine("{not json");

        assertThat(appender.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly("WARN slow took=3 of={\"a\":1}", "INFO [INFO] plain");
        assertThat(log.lastErrorLine()).isEqualTo("{not json");
    }

    @Test
    void whatFollowsAPanicIsAllError() {
        log.errorLine("{\"@level\":\"error\",\"@message\":\"before\"}");
        log.errorLine("fatal error: concurrent map writes");
        log.errorLine("");
        log.errorLine("goroutine 7 [running]:");

        assertThat(appender.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.ERROR);
        assertThat(appender.list).hasSize(3);
        assertThat(log.lastErrorLine()).isEqualTo("fatal error: concurrent map writes");
        assertThat(log.recentLines()).contains("before / fatal error");
    }

    /// A panic that was caught minutes ago used to be shown, with its stack, as why a killed
    /// process had ended.
    @Test
    void whatIsSaidOfAnEndIsRecentAndHasNoStack() {
        log.errorLine(
                "{\"@level\":\"error\",\"@message\":\"panic triggered\",\"error\":\"nil"
                        + " map\",\"stack\":\"goroutine 1\"}");

        assertThat(appender.list.getFirst().getFormattedMessage())
                .isEqualTo("panic triggered error=nil map stack=goroutine 1");
        assertThat(log.lastWords()).isEqualTo("panic triggered error=nil map");

        now = now.plusSeconds(11);
        assertThat(log.lastWords()).isEmpty();
        assertThat(log.lastErrorLine()).isEqualTo("panic triggered error=nil map");
    }

    @Test
    void whatIsSaidAgainAndAgainIsKeptOnce() {
        for (int i = 0; i < 5; i++) {
            log.plainLine("hello");
        }
        log.plainLine("bye");

        assertThat(log.recentLines()).isEqualTo("hello / bye");
    }

    @Test
    void aLineCannotForgeAnother() {
        log.errorLine("{\"@level\":\"info\",\"@message\":\"a\\nERROR b\"}");

        assertThat(appender.list.getFirst().getFormattedMessage()).isEqualTo("a ERROR b");
    }

    @Test
    void aProgramThatPrintsWithoutEndFillsNoLog() {
        for (int i = 0; i < 1500; i++) {
            log.errorLine("[WARN] again");
        }
        assertThat(appender.list).hasSize(1000);

        now = now.plusSeconds(10);
        log.errorLine("[WARN] again");

        assertThat(appender.list).hasSize(1002);
        assertThat(appender.list.get(1000).getFormattedMessage())
                .isEqualTo("500 more lines were not forwarded");
    }

    @Test
    void longLinesComeInPieces() throws Exception {
        byte[] text = ("x".repeat(150_000) + "\nshort\r\n\nlast").getBytes(UTF_8);
        var lines = new LineReader(new ByteArrayInputStream(text));

        assertThat(lines.next()).hasSize(64 * 1024);
        assertThat(lines.next()).hasSize(64 * 1024);
        assertThat(lines.next()).hasSize(150_000 - 128 * 1024);
        assertThat(lines.next()).isEqualTo("short");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("last");
        assertThat(lines.next()).isNull();
    }
}
