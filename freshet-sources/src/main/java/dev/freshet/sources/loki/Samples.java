package dev.freshet.sources.loki;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.SeriesFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Reads numbers out of answers into series. For one thread.
final class Samples {
    private final LokiApi api;
    private final Legend legend;
    private final RowLimit limit;
    private final SeriesFrame frame = new SeriesFrame();
    private final Map<Map<String, String>, SeriesFrame.Series> series = new HashMap<>();

    Samples(LokiApi api, Legend legend) {
        this.api = api;
        this.legend = legend;
        this.limit = api.rowLimit();
    }

    /// Adds a matrix or a vector whose samples are later than those that are here.
    void add(JsonNode result) throws SourceException {
        for (var each : result) {
            var labels = new TreeMap<String, String>();
            each.path("metric")
                    .properties()
                    .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
            var own =
                    series.computeIfAbsent(
                            labels,
                            _ -> frame.series(legend.name(labels), labels, legend.display(labels)));
            if (each.has("value")) {
                add(own, each.path("value"));
            }
            for (var sample : each.path("values")) {
                add(own, sample);
            }
        }
    }

    private void add(SeriesFrame.Series own, JsonNode sample) throws SourceException {
        limit.count();
        var time = sample.path(0);
        var value = sample.path(1);
        if (!time.isNumber() || !value.isString()) {
            throw api.notUnderstood("a sample that is none");
        }
        try {
            own.point(
                    time.decimalValue().movePointRight(9).longValue(),
                    Double.parseDouble(value.stringValue().replace("Inf", "Infinity")));
        } catch (NumberFormatException e) {
            throw api.notUnderstood("a value that is no number");
        }
    }

    /// @throws SourceException when it needs too much memory
    Frame frame() throws SourceException {
        return frame.build(limit);
    }
}
