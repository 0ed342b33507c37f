package dev.freshet.sources.prometheus;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The samples of one or more answers, by labels. For one thread.
///
/// Native histograms are left out: a panel of time series cannot show them.
final class Samples {
    private static final long LATEST_MILLIS = Long.MAX_VALUE / 1_000_000;

    private final String dataSource;
    private final RowLimit limit;
    private final Map<Map<String, String>, List<Sample>> series = new LinkedHashMap<>();

    /// One value.
    ///
    /// @param time in nanoseconds since 1970-01-01 UTC
    record Sample(long time, double value) {}

    Samples(String dataSource, RowLimit limit) {
        this.dataSource = dataSource;
        this.limit = limit;
    }

    RowLimit limit() {
        return limit;
    }

    /// The samples, ascending, of each set of labels.
    Map<Map<String, String>, List<Sample>> series() {
        return series;
    }

    /// Adds the member `data` of an answer; its samples are later than those that are here.
    ///
    /// @throws SourceException when there are too many, or they are no samples
    void add(JsonNode data) throws SourceException {
        var result = data.path("result");
        var type = data.path("resultType").asString("");
        switch (type) {
            case "matrix", "vector" -> {
                for (var each : array(result)) {
                    addSeries(each);
                }
            }
            case "scalar" -> of(Map.of()).add(sample(result));
            case "string" ->
                    throw new SourceException(
                            "The query to data source \"%s\" gives a text, which cannot be drawn."
                                    .formatted(dataSource),
                            "Ask for numbers.");
            default -> throw notUnderstood("a result of type \"" + Shown.of(type) + "\"");
        }
    }

    private void addSeries(JsonNode each) throws SourceException {
        if (each.has("value")) {
            of(labels(each)).add(sample(each.path("value")));
        } else if (each.has("values")) {
            var samples = of(labels(each));
            for (var value : array(each.path("values"))) {
                samples.add(sample(value));
            }
        }
    }

    private List<Sample> of(Map<String, String> labels) {
        return series.computeIfAbsent(labels, _ -> new ArrayList<>());
    }

    private Map<String, String> labels(JsonNode each) throws SourceException {
        var labels = new TreeMap<String, String>();
        for (var label : each.path("metric").properties()) {
            if (!label.getValue().isString()) {
                throw notUnderstood("a label that is no text");
            }
            labels.put(label.getKey(), label.getValue().stringValue());
        }
        return labels;
    }

    private Sample sample(JsonNode pair) throws SourceException {
        limit.count();
        if (pair.size() != 2 || !pair.path(0).isNumber() || !pair.path(1).isString()) {
            throw notUnderstood("a sample that is not [time, \"value\"]");
        }
        long millis = Math.round(pair.path(0).doubleValue(Double.POSITIVE_INFINITY) * 1000);
        if (Math.abs(millis) > LATEST_MILLIS) {
            throw notUnderstood("the time " + Shown.of(pair.path(0).toString()));
        }
        return new Sample(millis * 1_000_000, number(pair.path(1).stringValue()));
    }

    private double number(String text) throws SourceException {
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw notUnderstood("the value \"" + Shown.of(text) + "\"");
        }
    }

    private JsonNode array(JsonNode node) throws SourceException {
        if (!node.isArray()) {
            throw notUnderstood("no list of results");
        }
        return node;
    }

    private SourceException notUnderstood(String what) {
        return notUnderstood(dataSource, what);
    }

    static SourceException notUnderstood(String dataSource, String what) {
        return new SourceException(
                "Data source \"%s\" does not answer as Prometheus does: %s."
                        .formatted(dataSource, what),
                "Check the data source's url: something else seems to answer there.");
    }
}
