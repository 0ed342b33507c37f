package dev.freshet.sources.influxdb;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.influxdb.Statement.Summary;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// One script of Flux.
///
/// @param interval what `v.windowPeriod` was
/// @param panelRange what a summary is made of
record FluxQuery(
        FluxApi api, FluxScript script, boolean isTable, Duration interval, Duration panelRange)
        implements PolledQuery {
    static FluxQuery of(QueryModel model, InfluxSettings settings, FluxApi api)
            throws SourceException {
        var script = FluxScript.of(model, settings);
        return new FluxQuery(
                api,
                script,
                ResultFormat.isTable(
                        "resultFormat",
                        model.json().path("resultFormat").asString(""),
                        script.summary()),
                settings.interval(model),
                model.range());
    }

    @Override
    public String identity() {
        return JsonMapper.shared()
                .writeValueAsString(
                        List.of(
                                script.text(),
                                isTable,
                                isSummary() ? panelRange.toMillis() : 0,
                                isLookingBackIntervals() ? interval.toMillis() : 0));
    }

    @Override
    public Shape shape() {
        return isTable ? Shape.ROWS : Shape.SERIES;
    }

    @Override
    public Duration step() {
        return script.window().length();
    }

    /// A point that is named by the end of its window is complete at its time.
    @Override
    public Duration completeAfter() {
        return script.window().isNamedByEnd() ? Duration.ZERO : script.window().length();
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        var shift = script.window().isNamedByEnd() ? script.window().length() : Duration.ZERO;
        var to = range.to().minus(shift);
        var from = isSummary() ? to.minus(panelRange) : range.from().minus(shift).minus(lookBack());
        var frames = new FluxFrames(api.rowLimit(), api.rows(script.between(from, to)));
        return isTable
                ? frames.table(isSummary())
                : frames.series(
                        isSummary() ? range.to().minusMillis(1) : null, script.hasSeveralResults());
    }

    private boolean isSummary() {
        return script.summary() != Summary.NONE;
    }

    private boolean isLookingBackIntervals() {
        return script.lookBack() > 0 && script.window().length().isZero();
    }

    private Duration lookBack() {
        var one = script.window().length().isZero() ? interval : script.window().length();
        return one.multipliedBy(script.lookBack());
    }
}
