package dev.freshet.sources.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A query as Grafana's panels for databases write it, read and checked.
///
/// @param series whether it asks for series; else for a table
/// @param watermark the column of the answer to go by; null when none
/// @param listen the channel of notifications to ask upon; null when none
/// @param timeNames what the column of times may be called
record SqlQueryModel(
        SqlTemplate template,
        boolean series,
        @Nullable String watermark,
        @Nullable String listen,
        List<String> timeNames,
        String identity) {
    private static final int LONGEST_CHANNEL = 63;

    static SqlQueryModel of(QueryModel model, SqlSettings settings, Dialect dialect)
            throws SourceException {
        var json = model.json();
        var sql = SqlText.of(withInterval(sql(json), model, settings), dialect.quoting());
        var template = SqlTemplate.of(sql, dialect);
        boolean series = isSeries(json);
        var watermark = watermark(json.path("freshet"), template);
        var listen = listen(json.path("freshet"), dialect);
        if (series && !template.isRanged() && watermark == null) {
            throw new SourceException(
                    "The query asks for series and for all times at once.",
                    "Add WHERE $__timeFilter(column), so that only what is new is asked for; or set"
                            + " the format to table.");
        }
        var names = timeNames(json);
        return new SqlQueryModel(
                template,
                series,
                watermark,
                listen,
                names,
                String.join(
                        "\n",
                        List.of(
                                series ? "time_series" : "table",
                                String.valueOf(watermark),
                                String.valueOf(listen),
                                names.toString(),
                                sql.toString())));
    }

    private static String sql(JsonNode json) {
        return Stream.of("rawSql", "rawQueryText", "queryText")
                .map(name -> json.path(name).asString(""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
    }

    private static String withInterval(String sql, QueryModel model, SqlSettings settings) {
        var interval = longer(model.interval(), settings.minInterval());
        return sql.replaceAll("\\$__interval_ms\\b|\\$\\{__interval_ms}", "" + interval.toMillis())
                .replaceAll("\\$__interval\\b|\\$\\{__interval}", Intervals.text(interval));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /// The plugin for SQLite says `queryType`, `time series`.
    private static boolean isSeries(JsonNode json) throws SourceException {
        var format = json.path("format").asString(json.path("queryType").asString(""));
        return switch (format.strip().toLowerCase(Locale.ROOT).replace(' ', '_')) {
            case "", "time_series" -> true;
            case "table" -> false;
            default ->
                    throw new SourceException(
                            "Query member format is \"" + Shown.of(format) + "\".",
                            "Use time_series or table.");
        };
    }

    private static @Nullable String watermark(JsonNode own, SqlTemplate template)
            throws SourceException {
        var named = own.path("watermark").asString("").strip();
        var used = template.watermark();
        if (used == null && !named.isEmpty()) {
            throw new SourceException(
                    "Query member freshet.watermark is \"%s\", and rawSql does not use it."
                            .formatted(Shown.of(named)),
                    "Add WHERE $__watermark(" + named + ").");
        }
        if (used == null) {
            return null;
        }
        return named.isEmpty() ? used.replaceAll("^.*\\.|[\"`\\[\\]]", "") : named;
    }

    private static @Nullable String listen(JsonNode own, Dialect dialect) throws SourceException {
        var channel = own.path("listen").asString("");
        if (channel.isEmpty()) {
            return null;
        }
        if (dialect.quoting() != SqlQuoting.POSTGRES) {
            throw new SourceException(
                    "Query member freshet.listen is \"" + Shown.of(channel) + "\".",
                    "Only PostgreSQL has notifications; leave it out.");
        }
        if (channel.getBytes(UTF_8).length > LONGEST_CHANNEL || channel.indexOf('\0') >= 0) {
            throw new SourceException(
                    "Query member freshet.listen is \"" + Shown.of(channel) + "\".",
                    "Name a channel of at most " + LONGEST_CHANNEL + " bytes.");
        }
        return channel;
    }

    private static List<String> timeNames(JsonNode json) {
        var names = new ArrayList<>(List.of("time", "time_sec"));
        json.path("timeColumns").forEach(name -> names.add(name.asString("")));
        return List.copyOf(names);
    }
}
