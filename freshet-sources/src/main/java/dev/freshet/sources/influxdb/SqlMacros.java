package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Grafana's SQL for InfluxDB 3 has beside SQL: `$__timeFilter(time)` and the like.
///
/// @param text of the query; what says something about time is still in it
record SqlMacros(String text, Duration interval) {
    private static final Pattern MACRO =
            Pattern.compile("\\$__(\\w+)(?:\\(\\s*([^()]*?)\\s*\\))?|\\$\\{__(\\w+)\\}");
    private static final Set<String> BUCKETS = Set.of("dateBin", "dateBinAlias");

    boolean hasRange() {
        return has(Set.of("timeFilter")) || (has(Set.of("timeFrom")) && has(Set.of("timeTo")));
    }

    /// Whether it makes buckets of the interval.
    boolean hasBuckets() {
        return has(BUCKETS);
    }

    private boolean has(Set<String> names) {
        return MACRO.matcher(text)
                .results()
                .anyMatch(each ->
                        names.contains(each.group(1) == null ? each.group(3) : each.group(1)));
    }

    /// SQL for a range of time.
    ///
    /// @throws SourceException when a macro is unknown or lacks its column
    String between(Instant from, Instant to) throws SourceException {
        var sql = new StringBuilder();
        var macro = MACRO.matcher(text);
        while (macro.find()) {
            macro.appendReplacement(sql, Matcher.quoteReplacement(value(macro, from, to)));
        }
        return macro.appendTail(sql).toString();
    }

    private String value(Matcher macro, Instant from, Instant to) throws SourceException {
        var name = macro.group(1) == null ? macro.group(3) : macro.group(1);
        return switch (name) {
            case "timeFilter" ->
                    column(macro)
                            + " >= "
                            + time(from)
                            + " AND "
                            + column(macro)
                            + " < "
                            + time(to);
            case "timeFrom" -> time(from);
            case "timeTo" -> time(to);
            case "interval" -> length();
            case "interval_ms" -> String.valueOf(interval.toMillis());
            case "dateBin" -> bucket(column(macro));
            case "dateBinAlias" -> bucket(column(macro)) + " AS " + column(macro) + "_binned";
            default ->
                    throw new SourceException(
                            "The query has " + Shown.of(macro.group()) + ", which is no macro.",
                            "There are $__timeFilter(time), $__timeFrom, $__timeTo, $__interval,"
                                    + " $__interval_ms, $__dateBin(time), $__dateBinAlias(time).");
        };
    }

    private static String column(Matcher macro) throws SourceException {
        var column = macro.group(2);
        if (column == null || column.isEmpty()) {
            throw new SourceException(
                    "The query has " + Shown.of(macro.group()) + " without a column.",
                    "Write $__" + macro.group(1) + "(time).");
        }
        return column;
    }

    private String bucket(String column) {
        return "date_bin(" + length() + ", " + column + ", timestamp '1970-01-01T00:00:00Z')";
    }

    private String length() {
        return interval.toMillis() % 1000 == 0
                ? "interval '" + interval.toSeconds() + " second'"
                : "interval '" + interval.toMillis() + " millisecond'";
    }

    private static String time(Instant time) {
        return "cast('" + time + "' as timestamp)";
    }
}
