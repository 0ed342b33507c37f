package dev.freshet.sources.sql;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.RowLimit;
import dev.freshet.sources.upstream.SeriesFrame;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Series out of rows in long format: each column of numbers is a value, columns of text tell
/// series of one name apart. For one answer and one thread.
final class SeriesFrames {
    private static final int MOST = 499;
    private static final String METRIC = "metric";

    private final SqlSettings settings;
    private final Answer answer;
    private final int time;
    private final List<Integer> values = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final Map<SeriesKey, NavigableMap<Long, Double>> series = new LinkedHashMap<>();

    private SeriesFrames(SqlSettings settings, Answer answer, int time) {
        this.settings = settings;
        this.answer = answer;
        this.time = time;
    }

    /// The frame of series.
    ///
    /// @param timeNames of the column of times
    /// @param fill what comes into buckets without rows
    static Frame of(
            SqlSettings settings,
            Answer answer,
            List<String> timeNames,
            TimeRange range,
            SeriesFill fill)
            throws SourceException {
        int time = answer.timeColumn(timeNames);
        if (time < 0) {
            throw new SourceException(
                    settings.named("answered without a column of times"),
                    "Call a column time, or use $__time(column); or set the format to table.");
        }
        var frames = new SeriesFrames(settings, answer, time);
        frames.columns();
        frames.read();
        if (fill.points(frames.series.keySet(), range) > settings.context().maxRows()) {
            throw frames.tooManyPoints();
        }
        fill.fill(frames.series, range);
        return frames.build();
    }

    private void columns() throws SourceException {
        for (int i = 0; i < answer.columns().size(); i++) {
            var kind = answer.columns().get(i).kind();
            if (i != time && (kind.isNumeric() || kind == ColumnKind.BOOLEAN)) {
                values.add(i);
            } else if (i != time && kind == ColumnKind.TEXT) {
                labels.add(i);
            }
        }
        if (values.isEmpty() && !answer.rows().isEmpty()) {
            throw new SourceException(
                    settings.named("answered without a column of numbers"),
                    "Select a number beside the time; or set the format to table.");
        }
    }

    private void read() throws SourceException {
        for (var row : answer.rows()) {
            var nanos = Times.nanos(row[time]);
            if (nanos == null && row[time] != null) {
                throw new SourceException(
                        "Column \"%s\" has \"%s\", which is not a time."
                                .formatted(
                                        answer.columns().get(time).name(),
                                        Shown.of(String.valueOf(Values.text(row[time])))),
                        "Select a timestamp, seconds or milliseconds since 1970.");
            }
            if (nanos != null) {
                read(row, nanos);
            }
        }
    }

    /// Of several rows of one series and one time the first counts.
    private void read(@Nullable Object[] row, long nanos) throws SourceException {
        var own = labels(row);
        for (int column : values) {
            var number = Values.number(row[column]);
            var points =
                    series.computeIfAbsent(
                            new SeriesKey(answer.columns().get(column).name(), own),
                            _ -> new TreeMap<>());
            if (number != null) {
                points.putIfAbsent(nanos, number);
            }
        }
        if (series.size() > MOST) {
            throw new SourceException(
                    settings.named("answered with more than %d series".formatted(MOST)),
                    "Each combination of texts is a series; select fewer columns of text.");
        }
    }

    private Map<String, String> labels(@Nullable Object[] row) {
        var own = new LinkedHashMap<String, String>();
        for (int column : labels) {
            var text = Values.text(row[column]);
            if (text != null) {
                own.put(answer.columns().get(column).name(), text);
            }
        }
        return own;
    }

    private Frame build() throws SourceException {
        var times = new HashSet<Long>();
        series.values().forEach(points -> times.addAll(points.keySet()));
        new RowLimit(settings.dataSource(), settings.context())
                .requireTable(times.size(), series.size());
        var frame = new SeriesFrame();
        series.forEach((key, points) -> {
            var metric = metric(key);
            var one =
                    metric == null
                            ? frame.series(name(key.column(), key), key.labels(), "")
                            : frame.series(metric, key.labels(), metric);
            points.forEach(one::point);
        });
        if (frame.points() > settings.context().maxRows()) {
            throw tooManyPoints();
        }
        return frame.build();
    }

    /// With all labels in it, so that a series has one name whatever else an answer holds.
    private static String name(String base, SeriesKey key) {
        return key.labels().isEmpty() ? base : base + " " + SeriesFrame.text(key.labels());
    }

    private SourceException tooManyPoints() {
        return new SourceException(
                settings.named(
                        "answered with more than %d points"
                                .formatted(settings.context().maxRows())),
                "Group by $__timeGroup with a longer interval, or raise [freshet.sources]"
                        + " max_rows.");
    }

    /// As in Grafana, a text column `metric` beside one column of numbers names the series.
    private @Nullable String metric(SeriesKey key) {
        return values.size() == 1 && labels.size() == 1 ? key.labels().get(METRIC) : null;
    }
}
