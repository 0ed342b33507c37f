package dev.freshet.sources.polling;

import dev.freshet.source.Column;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The watermark of series: a point passes when it is later than all of its series before.
final class SeriesWatermark implements Watermark {
    private final Map<Series, Long> lastBySeries = new HashMap<>();
    private final Seen seen = new Seen();
    private @Nullable Long latest;

    private record Series(String name, @Nullable Map<String, String> labels) {}

    @Override
    public Fresh admit(Frame answer, long from, long to) {
        if (answer.rows() == 0
                || !(answer.fields().getFirst().column() instanceof TimeColumn times)) {
            return new Fresh(answer, 0, 0, Long.MIN_VALUE);
        }
        int rows = answer.rows();
        long ahead = Long.MIN_VALUE;
        var inRange = new boolean[rows];
        var kept = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            long time = times.value(row);
            inRange[row] = !times.isNull(row) && time >= from && time < to;
            ahead = !times.isNull(row) && time >= to ? Math.max(ahead, time) : ahead;
        }
        long duplicates = 0;
        long late = 0;
        var passed = new ArrayList<boolean[]>();
        for (var field : answer.fields().subList(1, answer.fields().size())) {
            var series = new Series(field.name(), field.labels());
            long last = lastBySeries.getOrDefault(series, Long.MIN_VALUE);
            var pass = new boolean[rows];
            for (int row = 0; row < rows; row++) {
                if (!inRange[row] || field.column().isNull(row)) {
                    continue;
                }
                long time = times.value(row);
                boolean known = !seen.add(31L * series.hashCode() + time, time);
                if (time > last) {
                    pass[row] = true;
                    kept[row] = true;
                    last = time;
                } else if (known) {
                    duplicates++;
                } else {
                    late++;
                }
            }
            if (last != Long.MIN_VALUE) {
                lastBySeries.put(series, last);
                latest = latest == null ? last : Math.max(latest, last);
            }
            passed.add(pass);
        }
        return new Fresh(select(answer, kept, passed), duplicates, late, ahead);
    }

    private static Frame select(Frame answer, boolean[] kept, List<boolean[]> passed) {
        var fields = new ArrayList<Field>(answer.fields().size());
        for (int i = 0; i < answer.fields().size(); i++) {
            var field = answer.fields().get(i);
            fields.add(
                    new Field(
                            field.name(),
                            field.labels(),
                            field.config(),
                            i > 0 || field.nullable(),
                            select(field.column(), kept, i == 0 ? kept : passed.get(i - 1))));
        }
        return new Frame(answer.name(), answer.refId(), answer.meta(), fields);
    }

    private static Column select(Column column, boolean[] kept, boolean[] passed) {
        var selected = ColumnBuilder.of(column.type());
        for (int row = 0; row < kept.length; row++) {
            if (passed[row]) {
                selected.appendFrom(column, row);
            } else if (kept[row]) {
                selected.appendNull();
            }
        }
        return selected.build();
    }

    @Override
    public @Nullable Long latest() {
        return latest;
    }

    /// A series that was not heard of for so long is forgotten too: its points cannot come again.
    @Override
    public void forgetBefore(long time) {
        seen.forgetBefore(time);
        lastBySeries.values().removeIf(last -> last < time);
    }
}
