package dev.freshet.sources.elasticsearch;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Numbers per bucket of time, for each group.
final class SeriesQuery implements PolledQuery {
    private final TimedSearch search;
    private final String lucene;
    private final Macros macros;
    private final List<Grouping> groupings;
    private final DateHistogram histogram;
    private final List<Metric> metrics;
    private final SeriesNames names;
    private volatile boolean isTimeFieldKnown;

    private SeriesQuery(
            TimedSearch search,
            String lucene,
            Macros macros,
            List<Grouping> groupings,
            DateHistogram histogram,
            List<Metric> metrics,
            SeriesNames names) {
        this.search = search;
        this.lucene = lucene;
        this.macros = macros;
        this.groupings = groupings;
        this.histogram = histogram;
        this.metrics = metrics;
        this.names = names;
    }

    /// @param minInterval the lower limit of an automatic interval
    /// @param search makes one over a time field; empty for the usual one
    static SeriesQuery of(
            QueryModel model,
            List<Metric> metrics,
            Duration minInterval,
            Function<String, TimedSearch> search)
            throws SourceException {
        var automatic = longer(wholeMillis(model.interval()), minInterval);
        var histogram = histogram(model.json().path("bucketAggs"), automatic);
        var macros = new Macros(histogram.step());
        return new SeriesQuery(
                search.apply(histogram.field()),
                macros.replace(model.json().path("query").asString("").strip()),
                macros,
                groupings(model.json().path("bucketAggs")),
                histogram,
                metrics,
                SeriesNames.of(
                        model.json().path("alias").asString("").strip(),
                        metrics.stream().filter(each -> !each.isHidden()).toList()));
    }

    private static Duration wholeMillis(Duration interval) {
        return Duration.ofMillis(Math.max(1, interval.toMillis()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static DateHistogram histogram(JsonNode aggregations, Duration automatic)
            throws SourceException {
        var last = aggregations.path(aggregations.size() - 1);
        if (last.path("type").asString("").equals("date_histogram")) {
            return DateHistogram.of(last, automatic);
        }
        throw new SourceException(
                "The query does not group by time last, so it has nothing that could become live.",
                "Add {\"type\":\"date_histogram\",\"id\":\"2\",\"settings\":{\"interval\":\"auto\"}}"
                    + " at the end of bucketAggs, or choose the metric raw_data or logs.");
    }

    private static List<Grouping> groupings(JsonNode aggregations) throws SourceException {
        var groupings = new ArrayList<Grouping>();
        for (int i = 0; i < aggregations.size() - 1; i++) {
            groupings.add(Grouping.of(aggregations.path(i), i));
        }
        return List.copyOf(groupings);
    }

    @Override
    public String identity() {
        var range = new TimeRange(Instant.EPOCH, Instant.EPOCH.plus(histogram.step()));
        var shown =
                metrics.stream().filter(each -> !each.isHidden()).map(Metric::toString).toList();
        return "series\n%s\n%s\n%s\n%s"
                .formatted(search.identity(lucene), names, shown, body(range));
    }

    @Override
    public Shape shape() {
        return Shape.SERIES;
    }

    @Override
    public Duration step() {
        return histogram.step();
    }

    @Override
    public Duration completeAfter() {
        return histogram.step();
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        var answer = search.send(range, body(range));
        var isEmpty = answer.path("hits").path("total").path("value").asLong(0) == 0;
        if (isEmpty && !isTimeFieldKnown) {
            isTimeFieldKnown = search.hasTimeField(range);
        }
        return new SeriesReader(groupings, histogram, metrics, names, search.api().rowLimit())
                .read(answer.path("aggregations"));
    }

    private ObjectNode body(TimeRange range) {
        var body = search.body(range, lucene).put("size", 0).put("track_total_hits", 1);
        var aggregations = body.putObject("aggs");
        for (var grouping : groupings) {
            aggregations = grouping.addTo(aggregations, metrics, macros);
        }
        var perBucket = histogram.addTo(aggregations, search.timeField(), range);
        metrics.forEach(metric -> metric.addTo(perBucket));
        return body;
    }
}
