package dev.freshet.sources.elasticsearch;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.SeriesFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads nested buckets into series. For one thread and one answer.
final class SeriesReader {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Grouping> groupings;
    private final DateHistogram histogram;
    private final List<Metric> metrics;
    private final SeriesNames names;
    private final RowLimit limit;
    private final SeriesFrame frame = new SeriesFrame();

    SeriesReader(
            List<Grouping> groupings,
            DateHistogram histogram,
            List<Metric> metrics,
            SeriesNames names,
            RowLimit limit) {
        this.groupings = groupings;
        this.histogram = histogram;
        this.metrics = metrics.stream().filter(each -> !each.isHidden()).toList();
        this.names = names;
        this.limit = limit;
    }

    Frame read(JsonNode aggregations) throws SourceException {
        group(aggregations, 0, Map.of());
        return frame.build(limit);
    }

    private void group(JsonNode aggregations, int depth, Map<String, String> labels)
            throws SourceException {
        if (depth == groupings.size()) {
            series(aggregations.path(histogram.id()).path("buckets"), labels);
            return;
        }
        var grouping = groupings.get(depth);
        var buckets = aggregations.path(grouping.id()).path("buckets");
        if (buckets.isObject()) {
            for (var filter : buckets.properties()) {
                group(filter.getValue(), depth + 1, with(labels, grouping, filter.getKey()));
            }
        } else {
            for (var bucket : buckets) {
                group(bucket, depth + 1, with(labels, grouping, Grouping.name(bucket)));
            }
        }
    }

    private static Map<String, String> with(
            Map<String, String> labels, Grouping grouping, String group) {
        var more = new LinkedHashMap<>(labels);
        more.put(grouping.label(), group);
        return more;
    }

    private void series(JsonNode buckets, Map<String, String> labels) throws SourceException {
        for (var metric : metrics) {
            var all = new ArrayList<SeriesFrame.Series>();
            for (var value : MetricValues.names(metric)) {
                all.add(
                        frame.series(
                                names.name(value, metric.field(), labels),
                                labels,
                                names.display(value, metric.field(), labels)));
            }
            for (var bucket : buckets) {
                points(bucket, metric, all);
            }
        }
    }

    private void points(JsonNode bucket, Metric metric, List<SeriesFrame.Series> all)
            throws SourceException {
        long time = bucket.path("key").longValue(0) * NANOS_PER_MILLI;
        double[] values = MetricValues.read(metric, bucket);
        for (int i = 0; i < values.length; i++) {
            limit.count();
            all.get(i).point(time, values[i]);
        }
    }
}
