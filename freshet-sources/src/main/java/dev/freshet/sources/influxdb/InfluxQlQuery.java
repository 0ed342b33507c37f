package dev.freshet.sources.influxdb;

import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// One statement of InfluxQL.
///
/// @param interval what `$__interval` was
/// @param panelRange what a summary is made of
record InfluxQlQuery(
        InfluxQlApi api,
        Statement statement,
        Format format,
        Alias alias,
        Duration interval,
        Duration panelRange)
        implements PolledQuery {
    private static final Pattern MACRO =
            Pattern.compile("\\$(\\w+)|\\$\\{(\\w+)\\}|\\[\\[(\\w+)\\]\\]");
    private static final RawJson LOGS = RawJson.of("{\"preferredVisualisationType\":\"logs\"}");

    enum Format {
        SERIES,
        TABLE,
        LOGS
    }

    static InfluxQlQuery of(QueryModel model, InfluxSettings settings, InfluxQlApi api)
            throws SourceException {
        var json = model.json();
        var interval = settings.interval(model);
        var raw = json.path("query").asString("");
        boolean isRaw = json.path("rawQuery").asBoolean(false) && !raw.isBlank();
        var text = replaceMacros(isRaw ? raw : QueryBuilder.build(json), interval);
        var statement = Statement.of(text);
        var format = format(json.path("resultFormat").asString(""), statement);
        return new InfluxQlQuery(
                api,
                statement,
                format,
                new Alias(json.path("alias").asString("")),
                interval,
                model.range());
    }

    private static String replaceMacros(String query, Duration interval) {
        var values =
                Map.of(
                        "interval", Intervals.text(interval),
                        "__interval", Intervals.text(interval),
                        "__interval_ms", String.valueOf(interval.toMillis()),
                        "timeFilter", "$timeFilter");
        return MACRO.matcher(query)
                .replaceAll(found -> {
                    var name =
                            found.group(1) != null
                                    ? found.group(1)
                                    : found.group(2) != null ? found.group(2) : found.group(3);
                    return Matcher.quoteReplacement(values.getOrDefault(name, found.group()));
                });
    }

    private static Format format(String text, Statement statement) throws SourceException {
        var format =
                switch (text) {
                    case "", "time_series" -> Format.SERIES;
                    case "table" -> Format.TABLE;
                    case "logs" -> Format.LOGS;
                    default ->
                            throw QueryBuilder.wrong(
                                    "resultFormat", text, "Set it to time_series, table or logs.");
                };
        if (format != Format.SERIES) {
            return format;
        }
        if (statement.summary() == Statement.Summary.VALUES) {
            throw ResultFormat.severalValues("resultFormat");
        }
        return statement.isShow() ? Format.TABLE : Format.SERIES;
    }

    @Override
    public String identity() {
        return JsonMapper.shared()
                .writeValueAsString(
                        List.of(
                                statement.text(),
                                format,
                                format == Format.SERIES ? alias.pattern() : "",
                                isSummary() ? panelRange.toMillis() : 0,
                                isLookingBackIntervals() ? interval.toMillis() : 0));
    }

    @Override
    public Shape shape() {
        return format == Format.SERIES ? Shape.SERIES : Shape.ROWS;
    }

    @Override
    public Duration step() {
        return statement.bucket();
    }

    @Override
    public Duration completeAfter() {
        return statement.bucket();
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        var from = isSummary() ? range.to().minus(panelRange) : range.from().minus(lookBack());
        var answer = new InfluxQlAnswer(api, api.series(statement.between(from, range.to())));
        if (format == Format.SERIES) {
            return answer.series(alias, isSummary() ? range.to().minusMillis(1) : null);
        }
        return answer.table(
                !isSummary() && !statement.isShow(), format == Format.LOGS ? LOGS : null);
    }

    private boolean isSummary() {
        return statement.summary() != Statement.Summary.NONE;
    }

    private boolean isLookingBackIntervals() {
        return statement.lookBack() > 0 && statement.bucket().isZero();
    }

    private Duration lookBack() {
        var one = statement.bucket().isZero() ? interval : statement.bucket();
        return one.multipliedBy(statement.lookBack());
    }
}
