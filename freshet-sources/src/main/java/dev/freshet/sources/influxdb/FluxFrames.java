package dev.freshet.sources.influxdb;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Frames of rows from Flux.
final class FluxFrames {
    private static final Set<String> BOUNDS = Set.of("_start", "_stop", "_time");
    private static final Set<String> NAMES = Set.of("_measurement", "_field");

    private final RowLimit limit;
    private final List<FluxRow> rows;

    FluxFrames(RowLimit limit, List<FluxRow> rows) {
        this.limit = limit;
        this.rows = rows;
    }

    /// One row per moment, one field per series.
    ///
    /// @param summaryTime the time of every point instead of its own, when it is not null
    /// @param hasSeveralResults whether the name of a result tells series apart
    Frame series(@Nullable Instant summaryTime, boolean hasSeveralResults) throws SourceException {
        var join = new SeriesJoin(limit, true);
        for (var row : rows) {
            long time = summaryTime == null ? time(row) : Nanos.of(summaryTime);
            var labels = labels(row);
            if (hasSeveralResults) {
                labels.put("result", row.result());
            }
            for (var cell : row.values().entrySet()) {
                var value = cell.getValue();
                if (value != null && isValue(row, cell.getKey(), value)) {
                    var name = name(row, cell.getKey(), labels);
                    join.point(name, labels, name, time, value);
                }
            }
        }
        return join.build();
    }

    private static long time(FluxRow row) throws SourceException {
        if (row.values().get("_time") instanceof Nanos time) {
            return time.value();
        }
        throw new SourceException(
                "The query gives rows without _time.",
                "Keep that column, for example with aggregateWindow(), or set resultFormat to"
                        + " table.");
    }

    /// With `_value` that is the value, and texts beside it are labels; without, as after `pivot`,
    /// everything is that is no part of the group.
    private static boolean isValue(FluxRow row, String column, Object value) {
        if (row.values().containsKey("_value")) {
            return column.equals("_value");
        }
        return !row.groups().contains(column)
                && !BOUNDS.contains(column)
                && !NAMES.contains(column)
                && !(value instanceof Nanos);
    }

    private static Map<String, String> labels(FluxRow row) {
        boolean hasValue = row.values().containsKey("_value");
        var labels = new TreeMap<String, String>();
        row.values()
                .forEach((column, value) -> {
                    boolean isLabel =
                            row.groups().contains(column) || (hasValue && value instanceof String);
                    if (isLabel
                            && value != null
                            && !column.equals("_value")
                            && !BOUNDS.contains(column)
                            && !NAMES.contains(column)) {
                        labels.put(column, text(value));
                    }
                });
        return labels;
    }

    private static String text(Object value) {
        return value instanceof Nanos time
                ? Instant.ofEpochSecond(0, time.value()).toString()
                : value.toString();
    }

    private static String name(FluxRow row, String column, Map<String, String> labels) {
        var measurement = textOf(row, "_measurement");
        var field = column.equals("_value") ? textOf(row, "_field") : column;
        return Alias.name(
                measurement, measurement.isEmpty() && field.isEmpty() ? column : field, labels);
    }

    private static String textOf(FluxRow row, String column) {
        return row.values().get(column) instanceof String text ? text : "";
    }

    /// The rows as they are, with `_time` as `Time` where it is there and means something.
    Frame table(boolean isSummary) throws SourceException {
        boolean hasTimes =
                !isSummary && rows.stream().anyMatch(row -> row.values().get("_time") != null);
        var table = new TableOfRows(limit, true, hasTimes);
        for (var row : rows) {
            var values = new LinkedHashMap<String, @Nullable Object>(row.values());
            BOUNDS.forEach(values::remove);
            if (!hasTimes) { // any field of that type would be the time of its row
                values.replaceAll((_, value) -> value instanceof Nanos time ? text(time) : value);
            }
            table.row(hasTimes ? time(row) : 0, values);
        }
        return table.build(null);
    }
}
