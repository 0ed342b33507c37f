package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.influxdb.Statement.Summary;
import dev.freshet.sources.upstream.QueryModel;
import java.util.Locale;
import java.util.regex.Pattern;

/// What an SQL query means for asking it again and again.
///
/// @param summary what it makes of the whole range
record SqlStatement(SqlMacros macros, boolean isShow, Summary summary) {
    private static final Pattern ALLOWED = Pattern.compile("(?is)(?:select|with|show)\\b.*");
    private static final Pattern OWN_BUCKETS =
            Pattern.compile("(?i)\\b(date_bin|date_bin_gapfill|date_trunc)\\s*\\(");
    private static final Pattern GROUPS = Pattern.compile("(?i)\\bgroup\\s+by\\b|\\bdistinct\\b");
    private static final Pattern LIMIT = Pattern.compile("(?i)\\blimit\\s+\\d");
    private static final Pattern LATEST_FIRST =
            Pattern.compile("(?is)\\border\\s+by\\b.*\\bdesc\\b");
    private static final Pattern AGGREGATES =
            Pattern.compile(
                    "(?i)\\b(?:approx_\\w+|avg|bit_and|bit_or|bool_and|bool_or|corr|count|covar\\w*"
                            + "|first_value|last_value|max|mean|median|min|nth_value|regr_\\w+"
                            + "|selector_\\w+|stddev\\w*|sum|var\\w*)\\s*\\(");

    /// @throws SourceException when it is no query, or cannot be followed
    static SqlStatement of(QueryModel model, InfluxSettings settings) throws SourceException {
        var raw = model.json().path("rawSql").asString("");
        var text =
                (raw.isBlank() ? model.json().path("query").asString("") : raw)
                        .strip()
                        .replaceFirst("[;\\s]+$", "");
        if (!ALLOWED.matcher(text).matches() || text.contains(";")) {
            throw new SourceException(
                    "The query is not one SELECT, WITH or SHOW.",
                    "Set its member rawSql to one statement without semicolons.");
        }
        var macros = new SqlMacros(text, settings.interval(model));
        if (text.toLowerCase(Locale.ROOT).startsWith("show")) {
            return new SqlStatement(macros, true, Summary.NONE);
        }
        requireRange(macros);
        requireFollowable(text);
        var summary = macros.hasBuckets() ? Summary.NONE : summary(text);
        if (summary == Summary.NONE
                && LIMIT.matcher(text).find()
                && !LATEST_FIRST.matcher(text).find()) {
            throw Statement.oldestOnly("LIMIT", "ORDER BY time DESC LIMIT n");
        }
        return new SqlStatement(macros, false, summary);
    }

    private static void requireRange(SqlMacros macros) throws SourceException {
        if (!macros.hasRange()) {
            throw new SourceException(
                    "The query has no $__timeFilter, so it would read everything each time.",
                    "Write WHERE $__timeFilter(time), or use $__timeFrom and $__timeTo.");
        }
    }

    private static void requireFollowable(String text) throws SourceException {
        var own = OWN_BUCKETS.matcher(text);
        if (own.find()) {
            throw new SourceException(
                    own.group(1) + "() in the query makes buckets whose length we do not know.",
                    "Write $__dateBin(time) instead, with the interval of the query.");
        }
    }

    private static Summary summary(String text) {
        if (GROUPS.matcher(text).find()) {
            return Summary.VALUES;
        }
        return AGGREGATES.matcher(text).find() ? Summary.VALUE : Summary.NONE;
    }
}
