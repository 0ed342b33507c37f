package dev.freshet.server.push;

import dev.freshet.server.managedstream.FieldLoss;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Format `labels_column`: one row per line, its tags as text in the first column.
///
/// A line that goes on with the series and time of the one before, with other fields, goes into the
/// same row: agents send some measurements as several lines (Telegraf's `system`), and of several
/// rows for one time Grafana's panels keep only the last, with nulls in it.
final class LabelsFrameBuilder implements FrameBuilder {
    private static final int OWN_COLUMNS = 2;

    private final LineLimits limits;
    private final TagText tagText;
    private final StringColumn.Builder labels = StringColumn.builder();
    private final TimeColumn.Builder times = TimeColumn.builder();
    private final FrameFields fields;
    private final FieldSet set;
    private byte[] lastLabels = new byte[64];
    private int lastLength = -1;
    private long lastNanos;

    LabelsFrameBuilder(LineLimits limits, Scratch scratch) {
        this.limits = limits;
        this.tagText = scratch.tagText();
        this.fields =
                new FrameFields(
                        limits.fieldsPerFrame() - OWN_COLUMNS, Set.of("labels", "time"), scratch);
        this.set = new FieldSet(fields, null);
    }

    @Override
    public boolean add(ParsedLine line, long nanos) {
        int row = times.size();
        long columns = (long) Math.max(fields.size(), line.fieldCount) + OWN_COLUMNS;
        if ((row + 1) * columns > limits.cellsPerFrame()) {
            return false;
        }
        tagText.of(line);
        if (goesOn(nanos) && set.isFree(row - 1, line)) {
            set.set(row - 1, line);
            return true;
        }
        remember(nanos);
        labels.setUtf8(row, tagText.bytes(), 0, tagText.length());
        times.append(nanos);
        set.set(row, line);
        return true;
    }

    private boolean goesOn(long nanos) {
        return lastLength >= 0
                && nanos == lastNanos
                && Arrays.equals(lastLabels, 0, lastLength, tagText.bytes(), 0, tagText.length());
    }

    private void remember(long nanos) {
        lastNanos = nanos;
        lastLength = tagText.length();
        if (lastLabels.length < lastLength) {
            lastLabels = new byte[lastLength * 2];
        }
        System.arraycopy(tagText.bytes(), 0, lastLabels, 0, lastLength);
    }

    @Override
    public Frame build(String name) {
        List<Field> all = new ArrayList<>(fields.size() + OWN_COLUMNS);
        int rows = times.size();
        all.add(Field.of("labels", labels.build()));
        all.add(Field.of("time", times.build()));
        fields.build(rows, all);
        return Frame.of(name, all);
    }

    @Override
    public List<FieldLoss> losses() {
        return fields.losses();
    }
}
