package dev.freshet.server.datasource;

import dev.freshet.server.config.DurationText;
import java.time.Duration;
import java.util.Locale;

/// The times of a named stream: what each is when nobody says, and what it may be.
public enum StreamTime {
    INTERVAL(Duration.ofSeconds(5), Duration.ofMillis(100)),
    RANGE(Duration.ofMinutes(15), Duration.ofMillis(100)),
    DELAY(Duration.ZERO, Duration.ZERO),
    OVERLAP(Duration.ZERO, Duration.ZERO);

    private static final Duration MOST = Duration.ofDays(7);
    private static final int LONGEST_SHOWN = 40;

    private final Duration usual;
    private final Duration least;

    StreamTime(Duration usual, Duration least) {
        this.usual = usual;
        this.least = least;
    }

    /// Its key in files and bodies.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What it is when nobody says.
    public Duration usual() {
        return usual;
    }

    /// Reads it.
    ///
    /// @throws IllegalArgumentException with a message that completes *interval …*
    public Duration parse(String text) {
        Duration duration;
        try {
            duration = DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is \"" + shown(text) + "\", which is " + e.getMessage() + ".", e);
        }
        if (duration.compareTo(least) >= 0 && duration.compareTo(MOST) <= 0) {
            return duration;
        }
        throw new IllegalArgumentException(
                "is "
                        + DurationText.print(duration)
                        + "; it has to be between "
                        + DurationText.print(least)
                        + " and "
                        + DurationText.print(MOST)
                        + ".");
    }

    private static String shown(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }
}
