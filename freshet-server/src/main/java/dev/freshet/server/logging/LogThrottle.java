package dev.freshet.server.logging;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Lets one log line per key through, then none for a while, and counts those in between: for lines
/// that strangers can cause at will.
///
/// Any thread. Bounded: when there are too many keys, further ones share one.
public final class LogThrottle {
    private static final int LONGEST_KEY = 300;
    private static final long CLEANING_INTERVAL_MILLIS = 1_000;
    private static final String ANY_OTHER = "";

    /// What became of a key: silent until then, having swallowed so many lines.
    ///
    /// @param swallowedBefore in the silence before this one
    private record Silence(long untilMillis, long swallowed, long swallowedBefore) {}

    private final InstantSource clock;
    private final long pauseMillis;
    private final int maxKeys;
    private final ConcurrentHashMap<String, Silence> silences = new ConcurrentHashMap<>();
    private volatile long nextCleaning;

    /// @param pause at least, between two lines of a key
    /// @param maxKeys how many keys are told apart
    public LogThrottle(InstantSource clock, Duration pause, int maxKeys) {
        this.clock = clock;
        this.pauseMillis = pause.toMillis();
        this.maxKeys = maxKeys;
    }

    /// Asks to write a line now: empty when it has to be left out, otherwise what to put at its
    /// end, ` (7 more like this)` or nothing.
    public Optional<String> permit(String key) {
        long now = clock.millis();
        var silence = silences.compute(room(key, now), (_, before) -> next(before, now));
        if (silence.swallowed() > 0) {
            return Optional.empty();
        }
        return Optional.of(
                silence.swallowedBefore() == 0
                        ? ""
                        : " (" + silence.swallowedBefore() + " more like this)");
    }

    private Silence next(@Nullable Silence before, long now) {
        if (before == null) {
            return new Silence(now + pauseMillis, 0, 0);
        }
        return before.untilMillis() > now
                ? new Silence(before.untilMillis(), before.swallowed() + 1, 0)
                : new Silence(now + pauseMillis, 0, before.swallowed());
    }

    private String room(String key, long now) {
        var cut = key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY);
        if (silences.size() < maxKeys || silences.containsKey(cut)) {
            return cut;
        }
        if (now >= nextCleaning) {
            nextCleaning = now + CLEANING_INTERVAL_MILLIS;
            silences.values().removeIf(silence -> silence.untilMillis() <= now);
        }
        return silences.size() < maxKeys ? cut : ANY_OTHER;
    }
}
