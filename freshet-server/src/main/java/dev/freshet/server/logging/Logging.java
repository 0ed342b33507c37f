package dev.freshet.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import dev.freshet.server.config.LogSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.LoggerFactory;

/// Sets the log up; called once, by the thread that starts the server.
public final class Logging {
    /// Talkative libraries; what they say at INFO is of no use to an operator.
    private static final List<String> QUIET =
            List.of("io.netty", "com.zaxxer.hikari", "org.flywaydb", "org.jdbi", "oshi");

    /// What these warn of is an expected failure of a data source, which is told in a sentence of
    /// its own; theirs comes with a stack trace.
    private static final List<String> QUIETER =
            List.of("com.zaxxer.hikari.pool.PoolBase", "com.zaxxer.hikari.util.ConcurrentBag");

    private Logging() {}

    /// Writes as the settings say from now on.
    ///
    /// @param logs the directory of the file `freshet.log`, made when missing
    /// @throws IOException when the file cannot be opened; the log is as it was then
    public static void start(LogSettings settings, Path logs) throws IOException {
        var file = settings.file();
        var fileAppender =
                file == null
                        ? null
                        : new RotatingFileAppender(
                                logs.resolve("freshet.log"),
                                file,
                                layout(file.output().format()),
                                Clock.system(ZoneId.systemDefault()));
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        only(context, level(settings.level()));
        var console = settings.console();
        if (console != null) {
            add(
                    context,
                    console.level(),
                    new StreamAppender("console", System.out, layout(console.format())));
        }
        if (file != null && fileAppender != null) {
            add(context, file.output().level(), fileAppender);
        }
        filters(context, settings);
    }

    /// Flushes and closes the file.
    public static void stop() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    @SafeVarargs
    static void only(LoggerContext context, Level level, Appender<ILoggingEvent>... appenders) {
        context.reset();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        for (var appender : appenders) {
            appender.setContext(context);
            appender.start();
            root.addAppender(appender);
        }
    }

    static Level level(LogSettings.Level level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR, CRITICAL -> Level.ERROR;
        };
    }

    private static void add(
            LoggerContext context, LogSettings.Level least, Appender<ILoggingEvent> appender) {
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        appender.setContext(context);
        appender.addFilter(new LeastLevel(level(least)));
        appender.start();
        root.addAppender(appender);
    }

    /// A filter names a package of the server, `engine`, or a whole logger.
    private static void filters(LoggerContext context, LogSettings settings) {
        if (settings.level().compareTo(LogSettings.Level.INFO) >= 0) {
            QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
            QUIETER.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        }
        settings.filters()
                .forEach((name, level) ->
                        context.getLogger(LoggerNames.full(name)).setLevel(level(level)));
    }

    private static Layout<ILoggingEvent> layout(LogSettings.Format format) {
        return switch (format) {
            case CONSOLE, TEXT -> new LineLayout();
            case JSON -> new JsonLayout();
        };
    }
}
