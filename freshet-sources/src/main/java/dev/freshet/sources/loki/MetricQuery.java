package dev.freshet.sources.loki;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Intervals;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;

/// Numbers made of logs, at every step of a range or at its end.
///
/// @param step between two points; of no meaning to an instant query
record MetricQuery(LokiApi api, String expression, boolean isInstant, Legend legend, Duration step)
        implements PolledQuery {
    /// Loki refuses ranges with more points of a series.
    private static final int MOST_POINTS = 11_000;

    @Override
    public String identity() {
        return "%s\n%s\n%s"
                .formatted(
                        isInstant ? "instant" : Intervals.text(step), legend.format(), expression);
    }

    @Override
    public Shape shape() {
        return Shape.SERIES;
    }

    @Override
    public Duration step() {
        return isInstant ? Duration.ZERO : step;
    }

    @Override
    public Duration completeAfter() {
        return Duration.ZERO;
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        var samples = new Samples(api, legend);
        if (isInstant) {
            samples.add(api.instant(expression, range.to().minusMillis(1)));
            return samples.frame();
        }
        long points = Math.ceilDiv(range.length().toMillis(), step.toMillis());
        requireFewer(points, range);
        for (long first = 0; first < points; first += MOST_POINTS) {
            long last = Math.min(points, first + MOST_POINTS) - 1;
            samples.add(
                    api.range(
                            expression,
                            range.from().plus(step.multipliedBy(first)),
                            range.from().plus(step.multipliedBy(last)),
                            step));
        }
        return samples.frame();
    }

    private void requireFewer(long points, TimeRange range) throws SourceException {
        int most = api.context().maxRows();
        if (points > most) {
            throw new SourceException(
                    "A range of %s at a step of %s is %d points of every series; %d points are allowed."
                            .formatted(
                                    Intervals.text(range.length()),
                                    Intervals.text(step),
                                    points,
                                    most),
                    "Choose a shorter range, or a larger step for the query.");
        }
    }
}
