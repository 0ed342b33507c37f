package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.influxdb.Tokens.Token;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.Shown;
import java.time.Duration;
import java.util.List;

/// `GROUP BY time(…)` of the outermost query that has one.
///
/// @param length zero when there is none
/// @param depth of the parentheses around it; 0 for the query itself, else a subquery
record TimeBucket(Duration length, int depth) {
    /// Offsets of time zones are multiples of it.
    private static final Duration QUARTER = Duration.ofMinutes(15);

    static TimeBucket of(List<Token> tokens) throws SourceException {
        var found = new TimeBucket(Duration.ZERO, Integer.MAX_VALUE);
        for (int i = 0; i + 3 < tokens.size(); i++) {
            var token = tokens.get(i);
            if (Calls.isCall(tokens, i) && token.is("time") && token.depth() < found.depth()) {
                found = new TimeBucket(length(tokens, i + 2), token.depth());
            }
        }
        if (Calls.has(tokens, "tz")) {
            found.requireAligned();
        }
        return found;
    }

    /// Whether the query itself has one.
    boolean isOuter() {
        return depth == 0;
    }

    private static Duration length(List<Token> tokens, int i) throws SourceException {
        var text = tokens.get(i).text();
        var length = Intervals.parse(text).filter(each -> !each.isZero());
        if (length.isEmpty()) {
            throw new SourceException(
                    "GROUP BY time(" + Shown.of(text) + ") is no interval that can be followed.",
                    "Write a number and one of ms, s, m, h, d, w, or $__interval.");
        }
        if (!tokens.get(i + 1).is(")")) {
            throw new SourceException(
                    "GROUP BY time(" + text + ", …) has an offset, which cannot be followed.",
                    "Leave the offset out.");
        }
        return length.get();
    }

    private void requireAligned() throws SourceException {
        if (!length.isZero() && QUARTER.toMillis() % length.toMillis() != 0) {
            throw new SourceException(
                    "GROUP BY time(%s) in a time zone has buckets that begin at other moments than"
                                    .formatted(Intervals.text(length))
                            + " multiples of their length, which cannot be followed.",
                    "Leave tz out, or choose an interval of which 15m is a multiple.");
        }
    }
}
