package dev.freshet.sources.polling;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The watermark of rows that stand for themselves: one passes when it was not seen before. Equal
/// rows of one answer are as many as they are; rows may be late, because tables and logs are sorted
/// by whoever shows them.
final class RowsWatermark implements Watermark {
    private final Seen seen = new Seen();
    private @Nullable Long latest;

    @Override
    public Fresh admit(Frame answer, long from, long to) {
        var times = FrameRows.times(answer);
        if (answer.rows() == 0 || times == null) {
            return new Fresh(answer, 0, 0, Long.MIN_VALUE);
        }
        var kept = new boolean[answer.rows()];
        var repeats = new HashMap<Long, Integer>();
        long duplicates = 0;
        long ahead = Long.MIN_VALUE;
        for (int row = 0; row < kept.length; row++) {
            long time = times.value(row);
            if (times.isNull(row) || time < from || time >= to) {
                ahead = !times.isNull(row) && time >= to ? Math.max(ahead, time) : ahead;
            } else if (seen.add(distinct(hash(answer, row), repeats), time)) {
                kept[row] = true;
                latest = latest == null ? time : Math.max(latest, time);
            } else {
                duplicates++;
            }
        }
        return new Fresh(FrameRows.select(answer, row -> kept[row]), duplicates, 0, ahead);
    }

    /// The second of two equal rows in one answer has another hash than the first, and the same one
    /// in the next answer.
    private static long distinct(long hash, Map<Long, Integer> repeats) {
        int number = repeats.merge(hash, 1, Integer::sum);
        return mix(hash + 0x9E3779B97F4A7C15L * number);
    }

    private static long hash(Frame answer, int row) {
        long hash = 0;
        for (var field : answer.fields()) {
            // a row is the same when another row of the next answer has a field of its own
            if (!field.column().isNull(row)) {
                hash = mix(31 * hash + field.name().hashCode());
                hash = mix(31 * hash + hash(field.column(), row));
            }
        }
        return hash;
    }

    private static long hash(Column column, int row) {
        return switch (column) {
            case TimeColumn times -> times.value(row);
            case LongColumn longs -> longs.value(row);
            case DoubleColumn doubles -> Double.doubleToLongBits(doubles.value(row));
            case BooleanColumn booleans -> booleans.value(row) ? 1 : 2;
            case StringColumn texts -> hash(texts.value(row));
            case JsonColumn values -> hash(Objects.requireNonNull(values.value(row)).toString());
        };
    }

    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public @Nullable Long latest() {
        return latest;
    }

    @Override
    public void forgetBefore(long time) {
        seen.forgetBefore(time);
    }
}
