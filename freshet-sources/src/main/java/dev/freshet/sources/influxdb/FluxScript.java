package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.influxdb.Statement.Summary;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.QueryModel;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a script of Flux means for asking it again and again.
///
/// @param text with all of `v` replaced but its range
/// @param summary what it makes of the whole range
/// @param lookBack how many windows, or intervals, before a range its first rows depend on
/// @param hasSeveralResults whether `yield` names more than one
record FluxScript(
        String text, FluxWindow window, Summary summary, int lookBack, boolean hasSeveralResults) {
    private static final String START = "v.timeRangeStart";
    private static final String STOP = "v.timeRangeStop";
    private static final Pattern VARIABLE =
            Pattern.compile(
                    "\\bv\\.(windowPeriod|defaultBucket|bucket|organization)\\b"
                            + "|\\$__interval(_ms)?\\b|\\$\\{__interval(_ms)?\\}");
    private static final Pattern COMMENT = Pattern.compile("(?m)(?<!:)//.*$");
    private static final Pattern ONE_VALUE =
            Pattern.compile(
                    "\\|>\\s*(?:count|first|integral|kurtosis|last|max|mean|median|min|mode|quantile"
                        + "|reduce|skew|spread|stddev|sum)\\s*\\(");
    private static final Pattern SEVERAL_VALUES =
            Pattern.compile(
                    "\\|>\\s*(?:bottom|distinct|highest\\w+|histogram|lowest\\w+|sample|top"
                            + "|unique)\\s*\\(");
    private static final Pattern FIRST_ROWS = Pattern.compile("\\|>\\s*limit\\s*\\(");
    private static final Pattern STEPS_BACK =
            Pattern.compile("\\b(?:derivative|difference|elapsed)\\s*\\(|\\busePrevious\\s*:");
    private static final Pattern MOVING =
            Pattern.compile("\\bmovingAverage\\s*\\(\\s*n\\s*:\\s*(\\d{1,4})\\b");
    private static final Pattern WHOLE_PAST =
            Pattern.compile(
                    "\\b(chandeMomentumOscillator|cumulativeSum|doubleEMA|exponentialMovingAverage"
                            + "|holtWinters|increase|kaufmansAMA|kaufmansER|relativeStrengthIndex"
                            + "|stateCount|stateDuration|stateTracking|timedMovingAverage"
                            + "|tripleEMA|tripleExponentialDerivative)\\s*\\(");

    /// Gaps in the data up to so many windows do not matter.
    private static final int GAP = 10;

    /// @throws SourceException when it writes, or cannot be followed
    static FluxScript of(QueryModel model, InfluxSettings settings) throws SourceException {
        var text =
                replaceVariables(model.json().path("query").asString("").strip(), model, settings);
        var code = COMMENT.matcher(text).replaceAll("");
        requireRange(code);
        FluxReadOnly.require(text);
        requireFollowable(code);
        var window = FluxWindow.of(code);
        var summary = window.length().isZero() ? summary(code) : Summary.NONE;
        if (summary == Summary.NONE
                && FIRST_ROWS.matcher(code).find()
                && !code.contains("desc: true")) {
            throw Statement.oldestOnly("limit()", "tail(n: 10)");
        }
        return new FluxScript(
                text,
                window,
                summary,
                lookBack(code),
                code.split("\\byield\\s*\\(", -1).length > 2);
    }

    /// The script for a range of time.
    String between(Instant from, Instant to) {
        return text.replace(START, from.toString()).replace(STOP, to.toString());
    }

    private static String replaceVariables(String query, QueryModel model, InfluxSettings settings)
            throws SourceException {
        var interval = settings.interval(model);
        var text = new StringBuilder();
        var variable = VARIABLE.matcher(query);
        while (variable.find()) {
            var value = value(variable, interval, settings);
            variable.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(text).toString();
    }

    private static String value(Matcher variable, Duration interval, InfluxSettings settings)
            throws SourceException {
        if (variable.group().contains("_ms")) {
            return String.valueOf(interval.toMillis());
        }
        return switch (variable.group(1)) {
            case "defaultBucket", "bucket" -> setting(settings, "defaultBucket", variable.group());
            case "organization" -> setting(settings, "organization", variable.group());
            case null, default -> Intervals.text(interval);
        };
    }

    private static String setting(InfluxSettings settings, String name, String variable)
            throws SourceException {
        if (settings.text(name).isEmpty()) {
            throw new SourceException(
                    "The query has %s, but data source \"%s\" has no %s."
                            .formatted(variable, settings.dataSource().name(), name),
                    "Set " + name + " in its jsonData, or write it into the query.");
        }
        return '"'
                + settings.text(name)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("${", "\\${")
                + '"';
    }

    private static void requireRange(String code) throws SourceException {
        if (code.isBlank()) {
            throw new SourceException(
                    "The query is empty.",
                    "Set its member query to a script that begins with from(bucket: …).");
        }
        if (!code.contains(START)) {
            throw new SourceException(
                    "The query has no v.timeRangeStart, so it would read the same each time.",
                    "Write range(start: v.timeRangeStart, stop: v.timeRangeStop).");
        }
    }

    private static void requireFollowable(String code) throws SourceException {
        var found = WHOLE_PAST.matcher(code);
        if (found.find()) {
            throw new SourceException(
                    found.group(1)
                            + "() depends on the whole range, so its points cannot be continued.",
                    "Choose another function, or have a task of InfluxDB store the result.");
        }
    }

    private static Summary summary(String code) {
        if (SEVERAL_VALUES.matcher(code).find()) {
            return Summary.VALUES;
        }
        return ONE_VALUE.matcher(code).find() ? Summary.VALUE : Summary.NONE;
    }

    private static int lookBack(String code) {
        int most = STEPS_BACK.matcher(code).find() ? GAP : 0;
        var moving = MOVING.matcher(code);
        while (moving.find()) {
            most = Math.max(most, GAP + Integer.parseInt(moving.group(1)));
        }
        return most;
    }
}
