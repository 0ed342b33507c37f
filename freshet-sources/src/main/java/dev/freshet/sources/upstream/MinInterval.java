package dev.freshet.sources.upstream;

import dev.freshet.source.SourceException;
import java.time.Duration;
import java.util.Optional;

/// The lower limit of an interval, as Grafana's settings and queries give it: `10s`, `>10s`, or a
/// number of seconds.
public final class MinInterval {
    private static final Duration LONGEST = Duration.ofDays(366);

    private MinInterval() {}

    /// The limit; empty when the text is blank.
    ///
    /// @param where for the error, for example `Setting timeInterval of data source "x"`
    /// @throws SourceException when it is none
    public static Optional<Duration> read(String text, String where) throws SourceException {
        var bare = text.strip().replaceFirst("^[<>]\\s*", "");
        if (bare.isEmpty()) {
            return Optional.empty();
        }
        var found = Intervals.parse(bare.matches("\\d+") ? bare + "s" : bare);
        if (found.isEmpty() || found.get().isZero() || found.get().compareTo(LONGEST) > 0) {
            throw new SourceException(
                    where + " is \"" + Shown.of(text) + "\", which is no interval up to a year.",
                    "Write a number and a unit, for example 15s or 1m; variables have to be"
                            + " replaced before.");
        }
        return found;
    }
}
