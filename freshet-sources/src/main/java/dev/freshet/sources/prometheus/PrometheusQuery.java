package dev.freshet.sources.prometheus;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// One expression, at every step of a range or at its end.
///
/// @param interval between two points; of no meaning to an instant query
record PrometheusQuery(
        PrometheusApi api,
        String expression,
        boolean isInstant,
        boolean isTable,
        Legend legend,
        Duration interval)
        implements PolledQuery {
    /// Prometheus refuses ranges with more points of a series.
    private static final int MOST_POINTS = 11_000;

    static PrometheusQuery of(QueryModel model, PrometheusApi api) throws SourceException {
        var json = model.json();
        var intervals = StepInterval.of(model, api.settings().scrapeInterval());
        var expression =
                new Macros(intervals, model.range())
                        .replace(json.path("expr").asString("").strip());
        if (expression.isEmpty()) {
            throw new SourceException(
                    "The query has no expression.", "Set its member expr, for example to up.");
        }
        return new PrometheusQuery(
                api,
                expression,
                json.path("instant").booleanValue(false) && !json.path("range").booleanValue(false),
                isTable(json.path("format").asString("")),
                new Legend(json.path("legendFormat").asString(""), expression),
                intervals.step());
    }

    private static boolean isTable(String format) throws SourceException {
        return switch (format) {
            case "table" -> true;
            case "", "time_series", "heatmap" -> false;
            default ->
                    throw new SourceException(
                            "Member format of the query is \"" + Shown.of(format) + "\".",
                            "Set it to time_series, table or heatmap.");
        };
    }

    @Override
    public String identity() {
        return JsonMapper.shared()
                .writeValueAsString(
                        List.of(
                                isInstant ? "instant" : Intervals.text(interval),
                                isTable ? "table" : legend.format(),
                                isTable,
                                expression));
    }

    @Override
    public Shape shape() {
        return isTable ? Shape.ROWS : Shape.SERIES;
    }

    @Override
    public Duration step() {
        return isInstant ? Duration.ZERO : interval;
    }

    @Override
    public Duration completeAfter() {
        return Duration.ZERO;
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        var samples = api.samples();
        if (isInstant) {
            samples.add(api.instant(expression, range.to().minusMillis(1)));
        } else {
            fetchSteps(range, samples);
        }
        return isTable ? SampleFrames.table(samples) : SampleFrames.series(samples, legend);
    }

    private void fetchSteps(TimeRange range, Samples samples)
            throws SourceException, InterruptedException {
        long points = Math.ceilDiv(range.length().toMillis(), interval.toMillis());
        requireFewer(points, range);
        for (long first = 0; first < points; first += MOST_POINTS) {
            long last = Math.min(points, first + MOST_POINTS) - 1;
            samples.add(
                    api.range(
                            expression,
                            range.from().plus(interval.multipliedBy(first)),
                            range.from().plus(interval.multipliedBy(last)),
                            interval));
        }
    }

    private void requireFewer(long points, TimeRange range) throws SourceException {
        if (points > api.maxPoints()) {
            throw new SourceException(
                    "A range of %s at a step of %s is %d points of every series; %d points are allowed."
                            .formatted(
                                    Intervals.text(range.length()),
                                    Intervals.text(interval),
                                    points,
                                    api.maxPoints()),
                    "Choose a shorter range, or a larger interval for the query.");
        }
    }
}
