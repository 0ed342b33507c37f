package dev.freshet.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.freshet.server.config.ConfigSources;
import dev.freshet.server.config.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @TempDir Path directory;

    @AfterEach
    void asBefore() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var beginning = new LogbackBeginning();
        beginning.setContext(context);
        assertThat(beginning.configure(context)).isNotNull();
    }

    @Test
    void theFileGetsWhatItsLevelAndTheFiltersLetThrough() throws Exception {
        start(
                Map.of(
                        "GF_LOG_MODE", "file",
                        "GF_LOG_LEVEL", "warn",
                        "GF_LOG_FILTERS", "live:debug",
                        "GF_LOG_FILE_LEVEL", "debug"));

        LoggerFactory.getLogger("dev.freshet.server.live.A").debug("one");
        LoggerFactory.getLogger("dev.freshet.server.push.A").info("two");
        LoggerFactory.getLogger("dev.freshet.server.push.A").warn("three");
        Logging.stop();

        var text = Files.readString(directory.resolve("freshet.log"));
        assertThat(text).contains("DEBUG live.A: one", "WARN  push.A: three").doesNotContain("two");
    }

    @Test
    void theFileMayHoldJson() throws Exception {
        start(Map.of("GF_LOG_MODE", "file", "GF_LOG_FILE_FORMAT", "json"));

        LoggerFactory.getLogger("dev.freshet.server.live.A").info("one");
        Logging.stop();

        assertThat(Files.readString(directory.resolve("freshet.log")))
                .startsWith("{\"t\":\"")
                .endsWith("\"level\":\"info\",\"logger\":\"live.A\",\"msg\":\"one\"}\n");
    }

    @Test
    void talkativeLibrariesAreQuiet() throws Exception {
        start(Map.of("GF_LOG_MODE", "file"));

        var context = (LoggerContext) LoggerFactory.getILoggerFactory();

        assertThat(context.getLogger("com.zaxxer.hikari.pool.X").getEffectiveLevel())
                .isEqualTo(Level.WARN);
        assertThat(context.getLogger("com.zaxxer.hikari.pool.PoolBase").getEffectiveLevel())
                .isEqualTo(Level.ERROR);
        assertThat(context.getLogger("dev.freshet.server.X").getEffectiveLevel())
                .isEqualTo(Level.INFO);
    }

    private void start(Map<String, String> environment) throws Exception {
        var settings =
                SettingsLoader.load(new ConfigSources(null, environment, List.of())).settings();
        Logging.start(settings.log(), directory);
    }
}
