package dev.freshet.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class LayoutTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void aLineIsForPeople() {
        var event = event(Level.WARN, "Origin \"{}\" is not allowed.", null, "https://x");

        assertThat(new LineLayout(ZoneOffset.UTC).doLayout(event))
                .isEqualTo(
                        "2026-01-31 12:00:00.007 WARN  live.Origins: Origin \"https://x\" is not"
                                + " allowed.\n");
    }

    @Test
    void aClientCannotForgeALineOrSteerTheTerminal() {
        var event =
                event(
                        Level.INFO,
                        "user {}",
                        null,
                        "x\r\n2026 INFO root: all is well\u001b[2J\u0085");

        assertThat(new LineLayout(ZoneOffset.UTC).doLayout(event))
                .endsWith("user x\\u000d\\n2026 INFO root: all is well\\u001b[2J\\u0085\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void anExceptionFollowsItsLine() {
        var event = event(Level.ERROR, "failed", new IllegalStateException("why"));

        assertThat(new LineLayout(ZoneOffset.UTC).doLayout(event))
                .contains(
                        "ERROR live.Origins: failed\njava.lang.IllegalStateException: why\n\tat ");
    }

    @Test
    void jsonIsOneObjectALine() {
        var event =
                event(Level.ERROR, "a \"quoted\"\nmessage {}", new IllegalStateException("why"), 7);

        var line = new JsonLayout().doLayout(event);

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        var object = new JsonMapper().readTree(line);
        assertThat(object.get("t").asString()).isEqualTo("2026-01-31T12:00:00.007Z");
        assertThat(object.get("level").asString()).isEqualTo("error");
        assertThat(object.get("logger").asString()).isEqualTo("live.Origins");
        assertThat(object.get("msg").asString()).isEqualTo("a \"quoted\"\nmessage 7");
        assertThat(object.get("error").asString()).contains("IllegalStateException: why");
    }

    @ParameterizedTest
    @CsvSource({
        "live, dev.freshet.server.live",
        "identity.Login, dev.freshet.server.identity.Login",
        "engine, dev.freshet.engine",
        "engine.client, dev.freshet.engine.client",
        "io.netty, io.netty",
        "dev.freshet.source, dev.freshet.source",
    })
    void filtersNamePartsOfTheServer(String filter, String logger) {
        assertThat(LoggerNames.full(filter)).isEqualTo(logger);
    }

    private ILoggingEvent event(
            Level level, String message, @Nullable Throwable thrown, Object... arguments) {
        var logger = context.getLogger("dev.freshet.server.live.Origins");
        var event = new LoggingEvent("", logger, level, message, thrown, arguments);
        event.setInstant(Instant.parse("2026-01-31T12:00:00.007Z"));
        return event;
    }
}
