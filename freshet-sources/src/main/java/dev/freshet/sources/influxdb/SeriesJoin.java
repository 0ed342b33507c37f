package dev.freshet.sources.influxdb;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.RowLimit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/// Joins points of any type on their times: `Time`, then one field per series. For one thread.
final class SeriesJoin {
    private final RowLimit limit;
    private final boolean isTyped;
    private final Map<String, Series> all = new LinkedHashMap<>();

    /// @param isTyped as for [AnyColumn]
    SeriesJoin(RowLimit limit, boolean isTyped) {
        this.limit = limit;
        this.isTyped = isTyped;
    }

    /// Points of one name, in order of time.
    private record Series(
            Map<String, String> labels, String display, TreeMap<Long, Object> points) {}

    /// Adds a point; the first one of a series at a time wins.
    ///
    /// @param name of the series' field, which no other series has
    /// @param display what panels call it
    /// @param time in nanoseconds since 1970-01-01 UTC
    /// @throws SourceException when there are too many
    void point(String name, Map<String, String> labels, String display, long time, Object value)
            throws SourceException {
        limit.count();
        all.computeIfAbsent(name, _ -> new Series(labels, display, new TreeMap<>()))
                .points()
                .putIfAbsent(time, value);
    }

    /// The frame; without fields when there is no point.
    Frame build() throws SourceException {
        if (all.isEmpty()) {
            return Frame.of("", List.of());
        }
        var times = new TreeSet<Long>();
        all.values().forEach(series -> times.addAll(series.points().keySet()));
        limit.requireTable(times.size(), all.size());
        var rows = times.stream().mapToLong(Long::longValue).toArray();
        var fields = new ArrayList<Field>();
        fields.add(Field.of("Time", TimeColumn.of(rows)));
        all.forEach((name, series) -> fields.add(field(name, series, rows)));
        return Frame.of("", fields);
    }

    private Field field(String name, Series series, long[] rows) {
        var column = new AnyColumn(isTyped);
        for (long row : rows) {
            column.add(series.points().get(row));
        }
        return Field.nullable(name, column.build())
                .withLabels(series.labels())
                .withConfig(
                        RawJson.of(
                                JsonMapper.shared()
                                        .writeValueAsBytes(
                                                Map.of("displayNameFromDS", series.display()))));
    }
}
