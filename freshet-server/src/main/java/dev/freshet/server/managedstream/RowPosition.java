package dev.freshet.server.managedstream;

import dev.freshet.source.Column;
import dev.freshet.source.TimeColumn;
import org.jspecify.annotations.Nullable;

/// A place between rows that come in the order of their times: behind so many rows of a time.
///
/// @param time in nanoseconds since 1970
/// @param rows how many rows of this time are before it
public record RowPosition(long time, int rows) {
    /// Before all rows.
    public static final RowPosition START = new RowPosition(Long.MIN_VALUE, 0);

    /// The place behind these rows, if they are behind this one; rows that are late, or without a
    /// time, do not move it.
    RowPosition behind(@Nullable Column[] columns, int from, int to) {
        var times = times(columns);
        long latest = time;
        int count = rows;
        for (int row = from; times != null && row < to; row++) {
            if (times.isNull(row) || times.value(row) < latest) {
                continue;
            }
            count = times.value(row) == latest ? count + 1 : 1;
            latest = times.value(row);
        }
        return new RowPosition(latest, count);
    }

    /// The index of the first row that is behind this place; `count` when none is.
    int firstBehind(@Nullable Column[] columns, int count) {
        var times = times(columns);
        var gate = new Gate();
        int row = 0;
        while (row < count && !gate.isBehind(times, row)) {
            row++;
        }
        return row;
    }

    /// Says of one row after the other whether it is behind this place.
    final class Gate {
        private int left = rows;

        /// @param times of the columns that the row is in; null when they have none
        boolean isBehind(@Nullable TimeColumn times, int row) {
            if (times == null || time == Long.MIN_VALUE) {
                return true;
            }
            if (times.isNull(row) || times.value(row) < time) {
                return false;
            }
            return times.value(row) > time || left-- <= 0;
        }
    }

    /// The first column of times, null when there is none.
    static @Nullable TimeColumn times(@Nullable Column[] columns) {
        for (var column : columns) {
            if (column instanceof TimeColumn times) {
                return times;
            }
        }
        return null;
    }
}
