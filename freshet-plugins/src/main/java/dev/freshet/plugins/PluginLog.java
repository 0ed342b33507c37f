package dev.freshet.plugins;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a plugin prints, forwarded to the logger `plugin.<id>` at the level it gave, and the last
/// of it kept for people. Safe for any thread; one per process.
final class PluginLog {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STACK = "stack";
    private static final int KEPT_LINES = 8;
    private static final int KEPT_LENGTH = 300;
    private static final int MAX_LOGGED = 4000;
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int LINES_PER_PERIOD = 1000;

    /// An error that is older when the process ends is not why it ended.
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final Logger log;
    private final InstantSource clock;
    private final ArrayDeque<String> recent = new ArrayDeque<>();
    private String lastError = "";
    private Instant lastErrorAt = Instant.MIN;
    private String last = "";
    private boolean panicking;
    private Instant periodEnd = Instant.MIN;
    private int linesInPeriod;

    PluginLog(String id, InstantSource clock) {
        this.clock = clock;
        log = LoggerFactory.getLogger("plugin." + id);
    }

    /// A line of stderr: one JSON object with `@level` and `@message`, or plain text.
    void errorLine(String line) {
        if (line.isBlank() || (isQuiet(line) && !log.isDebugEnabled())) {
            return;
        }
        if (line.startsWith("{") && !isPanicking()) {
            try {
                JsonNode json = JSON.readTree(line);
                if (json.has("@message")) {
                    Level level = level(json.path("@level").asString(""));
                    told(level, json.path("@message").asString(""), pairs(json), stack(json));
                    return;
                }
            } catch (JacksonException _) {
                // Plain text then.
            }
        }
        plainLine(line);
    }

    /// A line that is not a log entry.
    void plainLine(String line) {
        if (line.isBlank()) {
            return;
        }
        Level level = plainLevel(line);
        synchronized (this) {
            last = Texts.clipped(line, KEPT_LENGTH);
        }
        told(level, line, "", "");
    }

    /// The last thing said at level error, else the last line that was no log entry; empty when
    /// there was none.
    synchronized String lastErrorLine() {
        return lastError.isEmpty() ? last : lastError;
    }

    /// What it said just now that may be why it ends; empty when there was nothing.
    synchronized String lastWords() {
        return lastError.isEmpty() || lastErrorAt.isAfter(clock.instant().minus(LAST_WORDS))
                ? lastErrorLine()
                : "";
    }

    /// The last lines, oldest first, in one line, what was said again and again once; empty when
    /// there was none.
    synchronized String recentLines() {
        return String.join(" / ", new LinkedHashSet<>(recent));
    }

    /// The SDK logs much at debug: told apart without being parsed.
    private static boolean isQuiet(String line) {
        return line.startsWith("{\"@")
                && (line.contains("\"@level\":\"debug\"") || line.contains("\"@level\":\"trace\""));
    }

    private synchronized boolean isPanicking() {
        return panicking;
    }

    private synchronized Level plainLevel(String line) {
        if (!panicking && (line.startsWith("panic: ") || line.startsWith("fatal error: "))) {
            panicking = true;
            // The first line says it; what follows are stacks.
            erred(line);
        }
        if (panicking) {
            return Level.ERROR;
        }
        int close = line.startsWith("[") ? line.indexOf(']') : -1;
        return close > 0 ? level(line.substring(1, close)) : Level.DEBUG;
    }

    private static Level level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "trace" -> Level.TRACE;
            case "info" -> Level.INFO;
            case "warn", "warning" -> Level.WARN;
            case "error", "err", "fatal" -> Level.ERROR;
            default -> Level.DEBUG;
        };
    }

    private synchronized void erred(String line) {
        lastError = Texts.clipped(line, KEPT_LENGTH);
        lastErrorAt = clock.instant();
    }

    /// @param stack where it happened: for the log only
    private void told(Level level, String message, String pairs, String stack) {
        synchronized (this) {
            if (level == Level.ERROR && !panicking) {
                erred(message + pairs);
            }
            recent.add(Texts.clipped(message + pairs, KEPT_LENGTH));
            if (recent.size() > KEPT_LINES) {
                recent.remove();
            }
        }
        if (log.isEnabledForLevel(level) && mayForward()) {
            log.atLevel(level).log("{}", Texts.clipped(message + pairs + stack, MAX_LOGGED));
        }
    }

    private synchronized boolean mayForward() {
        Instant now = clock.instant();
        if (!now.isBefore(periodEnd)) {
            if (linesInPeriod > LINES_PER_PERIOD) {
                log.warn("{} more lines were not forwarded", linesInPeriod - LINES_PER_PERIOD);
            }
            periodEnd = now.plus(PERIOD);
            linesInPeriod = 0;
        }
        return ++linesInPeriod <= LINES_PER_PERIOD;
    }

    private static String pairs(JsonNode json) {
        var text = new StringBuilder();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!entry.getKey().startsWith("@") && !entry.getKey().equals(STACK)) {
                text.append(pair(entry.getKey(), entry.getValue()));
            }
        }
        return text.toString();
    }

    private static String stack(JsonNode json) {
        JsonNode stack = json.get(STACK);
        return stack == null ? "" : pair(STACK, stack);
    }

    private static String pair(String key, JsonNode value) {
        return " " + key + "=" + (value.isString() ? value.asString() : value.toString());
    }
}
