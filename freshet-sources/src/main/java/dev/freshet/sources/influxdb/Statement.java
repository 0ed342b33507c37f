package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.influxdb.Tokens.Kind;
import dev.freshet.sources.influxdb.Tokens.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// What a statement of InfluxQL means for asking it again and again.
///
/// @param text with macros replaced, up to `$timeFilter`
/// @param isShow whether it asks about the schema
/// @param bucket between two points; zero when they come at any time
/// @param summary what it makes of the whole range
/// @param lookBack how many buckets, or intervals, before a range its first rows depend on
record Statement(String text, boolean isShow, Duration bucket, Summary summary, int lookBack) {
    private static final Set<String> ONE_VALUE =
            Set.of(
                    "count",
                    "integral",
                    "mean",
                    "median",
                    "mode",
                    "spread",
                    "stddev",
                    "sum",
                    "first",
                    "last",
                    "max",
                    "min",
                    "percentile");
    private static final Set<String> SEVERAL_VALUES = Set.of("bottom", "distinct", "sample", "top");
    private static final Set<String> STEPS_BACK =
            Set.of(
                    "derivative",
                    "non_negative_derivative",
                    "difference",
                    "non_negative_difference",
                    "elapsed");
    private static final Set<String> WHOLE_PAST =
            Set.of(
                    "cumulative_sum",
                    "holt_winters",
                    "holt_winters_with_fit",
                    "exponential_moving_average",
                    "double_exponential_moving_average",
                    "triple_exponential_moving_average",
                    "triple_exponential_derivative",
                    "relative_strength_index",
                    "chande_momentum_oscillator",
                    "kaufmans_efficiency_ratio",
                    "kaufmans_adaptive_moving_average");

    /// Gaps in the data up to so many buckets do not matter.
    private static final int GAP = 10;

    private static final String TIME_FILTER = "$timeFilter";

    /// What is left of a range: its points, one value, or a few.
    enum Summary {
        NONE,
        VALUE,
        VALUES
    }

    /// Reads a statement whose macros are replaced.
    ///
    /// @throws SourceException when it writes, or cannot be followed
    static Statement of(String query) throws SourceException {
        var text = ReadOnly.require(query);
        var tokens = Tokens.of(text);
        if (tokens.getFirst().is("show")) {
            return new Statement(text, true, Duration.ZERO, Summary.NONE, 0);
        }
        requireTimeFilter(text);
        requireFollowable(tokens);
        var bucket = TimeBucket.of(tokens);
        var summary = bucket.isOuter() ? Summary.NONE : summary(outerFields(tokens));
        if (summary == Summary.NONE && hasOuter(tokens, "limit") && !hasOuter(tokens, "desc")) {
            throw oldestOnly("LIMIT", "ORDER BY time DESC LIMIT n");
        }
        return new Statement(
                text,
                false,
                summary == Summary.NONE ? bucket.length() : Duration.ZERO,
                summary,
                lookBack(tokens));
    }

    /// The statement for a range of time.
    String between(Instant from, Instant to) {
        return text.replace(
                TIME_FILTER, "time >= " + Nanos.of(from) + "ns and time < " + Nanos.of(to) + "ns");
    }

    private static boolean hasOuter(List<Token> tokens, String word) {
        return tokens.stream().anyMatch(each -> each.is(word) && each.depth() == 0);
    }

    /// What is asked overlaps with what was asked before: its first rows are known already.
    static SourceException oldestOnly(String what, String better) {
        return new SourceException(
                what + " gives the oldest rows of each range, so newer ones would never come.",
                "Write " + better + ", or leave it out.");
    }

    private static void requireTimeFilter(String text) throws SourceException {
        if (!text.contains(TIME_FILTER)) {
            throw new SourceException(
                    "The query has no $timeFilter, so it would read everything each time.",
                    "Add it, for example: SELECT mean(\"usage\") FROM \"cpu\" WHERE $timeFilter"
                            + " GROUP BY time($__interval)");
        }
    }

    private static void requireFollowable(List<Token> tokens) throws SourceException {
        for (int place : Calls.places(tokens, WHOLE_PAST)) {
            throw new SourceException(
                    tokens.get(place).text()
                            + "() depends on the whole range, so its points cannot be continued.",
                    "Choose another function, or have InfluxDB store the result.");
        }
    }

    private static List<Token> outerFields(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("from") && tokens.get(i).depth() == 0) {
                return tokens.subList(0, i);
            }
        }
        return tokens;
    }

    private static Summary summary(List<Token> fields) {
        if (!Calls.places(fields, SEVERAL_VALUES).isEmpty()) {
            return Summary.VALUES;
        }
        return Calls.places(fields, ONE_VALUE).isEmpty() ? Summary.NONE : Summary.VALUE;
    }

    private static int lookBack(List<Token> tokens) {
        int most = Calls.places(tokens, STEPS_BACK).isEmpty() ? 0 : GAP;
        for (int place : Calls.places(tokens, Set.of("fill"))) {
            var value = tokens.get(place + 2);
            if (value.is("previous") || value.kind() == Kind.NUMBER) {
                most = Math.max(most, GAP);
            }
        }
        for (int place : Calls.places(tokens, Set.of("moving_average"))) {
            var points = Calls.lastArgument(tokens, place).text();
            if (points.matches("\\d{1,4}")) {
                most = Math.max(most, GAP + Integer.parseInt(points));
            }
        }
        return most;
    }
}
