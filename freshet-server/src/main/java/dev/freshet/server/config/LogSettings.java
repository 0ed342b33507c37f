package dev.freshet.server.config;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `[log]`, `[log.console]` and `[log.file]`.
///
/// @param level what is logged at least
/// @param filters other levels by part of the server, for example `live`
/// @param console null for no log on the console
/// @param file null for no log file
public record LogSettings(
        Level level, Map<String, Level> filters, @Nullable Output console, @Nullable LogFile file) {
    /// Least important first.
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        CRITICAL
    }

    /// How a line looks.
    public enum Format {
        CONSOLE,
        TEXT,
        JSON
    }

    /// One destination.
    public record Output(Level level, Format format) {}

    /// The file and when a new one begins.
    ///
    /// @param rotate false to write one file for ever
    /// @param maxBytes of one file
    /// @param maxLines of one file
    /// @param keep after which older files are deleted
    public record LogFile(
            Output output,
            boolean rotate,
            boolean daily,
            long maxBytes,
            int maxLines,
            Duration keep) {}

    public LogSettings {
        filters = Map.copyOf(filters);
    }

    static LogSettings from(Values values) {
        var level = values.get(Keys.LOG_LEVEL);
        boolean console = false;
        boolean file = false;
        for (var mode : values.get(Keys.LOG_MODE)) {
            switch (mode) {
                case "console" -> console = true;
                case "file" -> file = true;
                default ->
                        values.reject(
                                Keys.LOG_MODE,
                                "names " + mode + ", which is neither console nor file");
            }
        }
        var consoleOutput =
                new Output(
                        level(values, Keys.LOG_CONSOLE_LEVEL, level),
                        values.get(Keys.LOG_CONSOLE_FORMAT));
        return new LogSettings(
                level,
                filters(values),
                console ? consoleOutput : null,
                file ? file(values, level) : null);
    }

    private static LogFile file(Values values, Level level) {
        return new LogFile(
                new Output(
                        level(values, Keys.LOG_FILE_LEVEL, level),
                        values.get(Keys.LOG_FILE_FORMAT)),
                values.get(Keys.LOG_ROTATE),
                values.get(Keys.LOG_DAILY_ROTATE),
                1L << values.get(Keys.LOG_MAX_SIZE_SHIFT),
                values.get(Keys.LOG_MAX_LINES),
                Duration.ofDays(values.get(Keys.LOG_MAX_DAYS)));
    }

    private static Map<String, Level> filters(Values values) {
        var filters = new TreeMap<String, Level>();
        for (var filter : values.get(Keys.LOG_FILTERS)) {
            int colon = filter.indexOf(':');
            if (colon < 1) {
                values.reject(
                        Keys.LOG_FILTERS, "has " + filter + "; write name:level, as in live:debug");
                continue;
            }
            var name = filter.substring(0, colon);
            filters.put(
                    name, level(values, Keys.LOG_FILTERS, filter.substring(colon + 1), Level.INFO));
        }
        return filters;
    }

    private static Level level(Values values, ConfigKey<String> key, Level otherwise) {
        var text = values.get(key);
        return text.isEmpty() ? otherwise : level(values, key, text, otherwise);
    }

    private static Level level(Values values, ConfigKey<?> key, String text, Level otherwise) {
        try {
            return Keys.LOG_LEVEL.type().parse(text);
        } catch (IllegalArgumentException e) {
            values.reject(key, "has " + text + ", which is " + e.getMessage());
            return otherwise;
        }
    }
}
