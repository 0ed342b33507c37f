package dev.freshet.sources.upstream;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations as query languages and Grafana's settings write them: `500ms`, `15s`, `1m`, `2h`,
/// `1d`, `1w`.
public final class Intervals {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
    private static final long[] MILLIS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final String[] UNITS = {"w", "d", "h", "m", "s", "ms"};

    private Intervals() {}

    /// The duration; empty when it is none of these.
    public static Optional<Duration> parse(String text) {
        var found = TEXT.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(found.group(2))) {
                return Optional.of(Duration.ofMillis(Long.parseLong(found.group(1)) * MILLIS[i]));
            }
        }
        return Optional.empty();
    }

    /// In the largest unit that tells it exactly, with days as the largest: `90s`, `2m`, `1d`.
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        for (int i = 1; i < UNITS.length; i++) {
            if (millis % MILLIS[i] == 0 && millis > 0) {
                return millis / MILLIS[i] + UNITS[i];
            }
        }
        return "0s";
    }
}
