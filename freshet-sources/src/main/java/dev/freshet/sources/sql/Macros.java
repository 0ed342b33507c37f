package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Grafana's macros for SQL, and `$__watermark`, while one query is read. For one thread.
final class Macros {
    private static final String KNOWN =
            "$__time, $__timeEpoch, $__timeFilter, $__timeFrom, $__timeTo, $__timeGroup,"
                    + " $__timeGroupAlias, $__unixEpochFilter, $__unixEpochFrom, $__unixEpochTo,"
                    + " $__unixEpochNanoFilter, $__unixEpochNanoFrom, $__unixEpochNanoTo,"
                    + " $__unixEpochGroup, $__unixEpochGroupAlias, $__interval, $__interval_ms and"
                    + " $__watermark";

    private final Dialect dialect;
    private boolean ranged;
    private @Nullable SqlGroup group;
    private @Nullable String watermark;

    Macros(Dialect dialect) {
        this.dialect = dialect;
    }

    /// True when a macro was met that lets only a range's rows through.
    boolean ranged() {
        return ranged;
    }

    /// The buckets that the query groups by; null when it does not.
    @Nullable SqlGroup group() {
        return group;
    }

    /// What `$__watermark` was given; null when it was not met.
    @Nullable String watermark() {
        return watermark;
    }

    /// What a macro stands for.
    ///
    /// @param name without `$__`
    SqlPiece expand(String name, List<String> arguments) throws SourceException {
        return switch (name) {
            case "time" -> new SqlPiece.Text(dialect.timeColumn(column(name, arguments)));
            case "timeEpoch" -> new SqlPiece.Text(dialect.epochColumn(column(name, arguments)));
            case "timeFilter" -> {
                var column = column(name, arguments);
                yield range(range -> dialect.timeFilter(column, range.from(), range.to()));
            }
            case "timeFrom" -> range(range -> dialect.time(range.from()));
            case "timeTo" -> new SqlPiece.Range(range -> dialect.time(range.to()));
            case "unixEpochFrom" -> range(range -> seconds(range.from()));
            case "unixEpochTo" -> new SqlPiece.Range(range -> secondsUp(range.to()));
            case "unixEpochNanoFrom" -> range(range -> nanos(range.from()));
            case "unixEpochNanoTo" -> new SqlPiece.Range(range -> nanos(range.to()));
            case "unixEpochFilter" -> {
                var column = column(name, arguments);
                yield range(range -> between(column, seconds(range.from()), secondsUp(range.to())));
            }
            case "unixEpochNanoFilter" -> {
                var column = column(name, arguments);
                yield range(range -> between(column, nanos(range.from()), nanos(range.to())));
            }
            case "timeGroup" -> grouped(name, arguments, dialect::epoch, "");
            case "timeGroupAlias" -> grouped(name, arguments, dialect::epoch, " AS \"time\"");
            case "unixEpochGroup", "unixEpochGroupSeconds" ->
                    grouped(name, arguments, column -> column, "");
            case "unixEpochGroupAlias" ->
                    grouped(name, arguments, column -> column, " AS \"time\"");
            case "watermark" -> watermarkOf(column(name, arguments));
            default ->
                    throw new SourceException(
                            "Query member rawSql has the macro $__%s, which is not known."
                                    .formatted(Shown.of(name)),
                            "Known are " + KNOWN + ".");
        };
    }

    private SqlPiece range(Function<TimeRange, String> text) {
        ranged = true;
        return new SqlPiece.Range(text);
    }

    private SqlPiece watermarkOf(String column) throws SourceException {
        if (watermark != null && !watermark.equals(column)) {
            throw new SourceException(
                    "$__watermark is used with \"%s\" and with \"%s\"."
                            .formatted(Shown.of(watermark), Shown.of(column)),
                    "A query has one watermark.");
        }
        watermark = column;
        return new SqlPiece.After(column, dialect.comparedByBytes(column));
    }

    private SqlPiece grouped(
            String name, List<String> arguments, Function<String, String> number, String alias)
            throws SourceException {
        if (arguments.size() < 2 || arguments.size() > 3) {
            throw wrongArguments(name, "a column, an interval and perhaps what to fill with");
        }
        var found =
                SqlGroup.of(
                        "$__" + name,
                        arguments.get(1),
                        arguments.size() == 3 ? Optional.of(arguments.get(2)) : Optional.empty());
        if (group != null && !group.step().equals(found.step())) {
            throw new SourceException(
                    "The query groups by %d ms and by %d ms."
                            .formatted(group.step().toMillis(), found.step().toMillis()),
                    "Use one interval in all macros.");
        }
        if (group == null || group.fill() instanceof SqlGroup.Fill.None) {
            group = found;
        }
        return new SqlPiece.Text(
                dialect.bucket(number.apply(arguments.getFirst()), found.seconds())
                        + quotedAs(alias));
    }

    private String quotedAs(String alias) {
        return dialect.quoting() == SqlQuoting.MYSQL ? alias.replace('"', '`') : alias;
    }

    private static String column(String name, List<String> arguments) throws SourceException {
        if (arguments.size() != 1 || arguments.getFirst().isEmpty()) {
            throw wrongArguments(name, "one column");
        }
        return arguments.getFirst();
    }

    private static SourceException wrongArguments(String name, String wanted) {
        return new SourceException(
                "Macro $__" + name + " has the wrong arguments.", "Give it " + wanted + ".");
    }

    private static String between(String column, String from, String to) {
        return "(" + column + " >= " + from + " AND " + column + " < " + to + ")";
    }

    private static String seconds(Instant moment) {
        return Long.toString(moment.getEpochSecond());
    }

    private static String secondsUp(Instant moment) {
        return Long.toString(moment.getEpochSecond() + (moment.getNano() > 0 ? 1 : 0));
    }

    private static String nanos(Instant moment) {
        return BigDecimal.valueOf(moment.getEpochSecond())
                .movePointRight(9)
                .add(BigDecimal.valueOf(moment.getNano()))
                .toPlainString();
    }
}
