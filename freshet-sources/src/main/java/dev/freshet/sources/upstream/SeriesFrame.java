package dev.freshet.sources.upstream;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Joins series of points on their times into the frame of [PolledQuery.Shape#SERIES]: `Time`, then
/// one field per series. For one thread; used up by `build`.
public final class SeriesFrame {
    private final List<Series> all = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int points;

    /// One series; its points come in ascending order of time.
    public final class Series {
        private final String name;
        private final Map<String, String> labels;
        private final String display;
        private long[] times = new long[16];
        private double[] values = new double[16];
        private int size;

        private Series(String name, Map<String, String> labels, String display) {
            this.name = name;
            this.labels = labels;
            this.display = display;
        }

        /// Adds a point. One that is not later than the one before is ignored; a value that is not
        /// finite is no point.
        ///
        /// @param time in nanoseconds since 1970-01-01 UTC
        public Series point(long time, double value) {
            if ((size > 0 && time <= times[size - 1]) || !Double.isFinite(value)) {
                return this;
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            times[size] = time;
            values[size++] = value;
            points++;
            return this;
        }

        private DoubleColumn column(long[] rows) {
            var column = DoubleColumn.builder(FieldType.FLOAT64);
            int next = 0;
            for (long row : rows) {
                if (next < size && times[next] == row) {
                    column.append(values[next++]);
                } else {
                    column.appendNull();
                }
            }
            return column.build();
        }
    }

    /// Begins a series.
    ///
    /// @param name of its field; when another has it already, its labels are put behind
    /// @param labels what tells it from series of the same name
    /// @param display what panels call it; empty to let them decide
    public Series series(String name, Map<String, String> labels, String display) {
        var unique = names.add(name) ? name : distinct(name, labels);
        var series = new Series(unique, Map.copyOf(labels), display);
        all.add(series);
        return series;
    }

    private String distinct(String name, Map<String, String> labels) {
        var withLabels = labels.isEmpty() ? name : name + " " + text(labels);
        var candidate = withLabels;
        for (int number = 2; !names.add(candidate); number++) {
            candidate = withLabels + " " + number;
        }
        return candidate;
    }

    /// Labels as Prometheus writes them, by name: `{job="node", mode="idle"}`.
    public static String text(Map<String, String> labels) {
        var text = new StringBuilder("{");
        new TreeMap<>(labels)
                .forEach((name, value) ->
                        text.append(text.length() == 1 ? "" : ", ")
                                .append(name)
                                .append("=\"")
                                .append(value)
                                .append('"'));
        return text.append('}').toString();
    }

    /// The points of all series together.
    public int points() {
        return points;
    }

    /// The frame, as `build` has it.
    ///
    /// @throws SourceException when it needs too much memory
    public Frame build(RowLimit limit) throws SourceException {
        long[] rows = rows();
        limit.requireTable(rows.length, all.size());
        return build(rows);
    }

    /// The frame; without fields when there is no series.
    public Frame build() {
        return build(rows());
    }

    private Frame build(long[] rows) {
        if (all.isEmpty()) {
            return Frame.of("", List.of());
        }
        var fields = new ArrayList<Field>(all.size() + 1);
        fields.add(Field.of("Time", TimeColumn.of(rows)));
        for (var series : all) {
            var field = Field.nullable(series.name, series.column(rows)).withLabels(series.labels);
            fields.add(series.display.isEmpty() ? field : field.withConfig(display(series)));
        }
        return Frame.of("", fields);
    }

    private static RawJson display(Series series) {
        return RawJson.of(
                JsonMapper.shared().writeValueAsBytes(Map.of("displayNameFromDS", series.display)));
    }

    private long[] rows() {
        var times = new long[points];
        int size = 0;
        for (var series : all) {
            System.arraycopy(series.times, 0, times, size, series.size);
            size += series.size;
        }
        Arrays.sort(times);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || times[i] != times[i - 1]) {
                times[distinct++] = times[i];
            }
        }
        return Arrays.copyOf(times, distinct);
    }
}
