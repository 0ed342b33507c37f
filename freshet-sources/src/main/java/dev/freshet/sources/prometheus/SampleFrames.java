package dev.freshet.sources.prometheus;

import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.prometheus.Samples.Sample;
import dev.freshet.sources.upstream.SeriesFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Frames of samples.
final class SampleFrames {
    private SampleFrames() {}

    /// One row per moment, one field per series.
    static Frame series(Samples samples, Legend legend) throws SourceException {
        var frame = new SeriesFrame();
        samples.series()
                .forEach((labels, values) -> {
                    var series = frame.series(legend.name(labels), labels, legend.display(labels));
                    values.forEach(each -> series.point(each.time(), each.value()));
                });
        return frame.build(samples.limit());
    }

    private record Row(Map<String, String> labels, Sample sample) {}

    /// One row per sample, in order of time: `Time`, a field per label, `Value`, which is null
    /// where the sample is no finite number.
    static Frame table(Samples samples) {
        var rows = new ArrayList<Row>();
        var names = new TreeSet<String>();
        samples.series()
                .forEach((labels, values) -> {
                    names.addAll(labels.keySet());
                    values.forEach(each -> rows.add(new Row(labels, each)));
                });
        rows.sort(Comparator.comparingLong(row -> row.sample().time()));
        var fields = new ArrayList<Field>();
        fields.add(Field.of("Time", times(rows)));
        names.forEach(name -> fields.add(Field.nullable(name, texts(rows, name))));
        fields.add(Field.nullable("Value", values(rows)));
        return Frame.of("", fields);
    }

    private static TimeColumn times(List<Row> rows) {
        return TimeColumn.of(rows.stream().mapToLong(row -> row.sample().time()).toArray());
    }

    private static StringColumn texts(List<Row> rows, String label) {
        var column = StringColumn.builder();
        for (var row : rows) {
            var value = row.labels().get(label);
            if (value == null) {
                column.appendNull();
            } else {
                column.append(value);
            }
        }
        return column.build();
    }

    private static DoubleColumn values(List<Row> rows) {
        var column = DoubleColumn.builder(FieldType.FLOAT64);
        for (var row : rows) {
            if (Double.isFinite(row.sample().value())) {
                column.append(row.sample().value());
            } else {
                column.appendNull();
            }
        }
        return column.build();
    }
}
