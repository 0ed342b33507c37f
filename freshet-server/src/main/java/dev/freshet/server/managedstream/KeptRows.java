package dev.freshet.server.managedstream;

import dev.freshet.source.Column;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.FieldType;
import dev.freshet.source.History;
import dev.freshet.source.StringColumn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The latest rows of a stream, which every new subscriber gets first. The stream's lock guards it.
///
/// Rows are kept as they came, in the columns that the schema had then; those that it has got since
/// are null in them.
final class KeptRows {
    /// What one reply may hold: about two megabytes of JSON.
    private static final int MAX_CELLS = 200_000;

    private static final int CELL_BYTES = 9;

    /// @param latest time of its rows, the lowest number when they have none
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(@Nullable Column[] columns, int rows, long latest, long bytes) {}

    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private long ageNanos;
    private int maxRows;
    private int rows;
    private long bytes;
    private long latest = Long.MIN_VALUE;

    /// Begins with these rows instead of all others.
    void replace(@Nullable Column[] columns, History history) {
        clear();
        ageNanos = nanos(history);
        maxRows = history.maxRows();
        add(columns, history.rows().rows());
    }

    void clear() {
        chunks.clear();
        rows = 0;
        bytes = 0;
    }

    private static long nanos(History history) {
        try {
            return history.age().toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /// Adds rows, and lets go of those for which there is no room any more.
    void add(@Nullable Column[] columns, int newRows) {
        if (newRows == 0) {
            return;
        }
        var chunk = new Chunk(columns, newRows, latest(columns, newRows), size(columns, newRows));
        chunks.add(chunk);
        rows += newRows;
        bytes += chunk.bytes;
        latest = Math.max(latest, chunk.latest);
        while (chunks.size() > 1 && isTooMuch(chunks.getFirst())) {
            var old = chunks.removeFirst();
            rows -= old.rows;
            bytes -= old.bytes;
        }
    }

    private boolean isTooMuch(Chunk oldest) {
        return rows - oldest.rows >= maxRows
                || (oldest.latest != Long.MIN_VALUE && latest - oldest.latest > ageNanos);
    }

    long bytes() {
        return bytes;
    }

    /// What is behind a place in the columns of a schema; columns whose values are all null are
    /// null.
    ///
    /// @param types of the schema's fields
    Joined join(List<FieldType> types, RowPosition place) {
        var gate = place.new Gate();
        int most = Math.min(maxRows, Math.max(1, MAX_CELLS / Math.max(1, types.size())));
        int skipped = Math.max(0, rows - most);
        long oldest = latest == Long.MIN_VALUE ? Long.MIN_VALUE : latest - ageNanos;
        var builders = types.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        int joined = 0;
        for (var chunk : chunks) {
            var times = RowPosition.times(chunk.columns);
            for (int row = 0; row < chunk.rows; row++) {
                boolean behind = gate.isBehind(times, row);
                if (skipped > 0) {
                    skipped--;
                } else if (behind
                        && (times == null || times.isNull(row) || times.value(row) >= oldest)) {
                    append(builders, chunk, row);
                    joined++;
                }
            }
        }
        @Nullable Column[] columns = new Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        return new Joined(columns, joined);
    }

    /// @param rows of each column
    @SuppressWarnings("ArrayRecordComponent") // handed to the writer at once
    record Joined(@Nullable Column[] columns, int rows) {}

    private static void append(ColumnBuilder[] builders, Chunk chunk, int row) {
        for (int i = 0; i < builders.length; i++) {
            var column = i < chunk.columns.length ? chunk.columns[i] : null;
            if (column == null) {
                builders[i].appendNull();
            } else {
                builders[i].appendFrom(column, row);
            }
        }
    }

    private static long latest(@Nullable Column[] columns, int rows) {
        var times = RowPosition.times(columns);
        long latest = Long.MIN_VALUE;
        for (int row = 0; times != null && row < rows; row++) {
            latest = times.isNull(row) ? latest : Math.max(latest, times.value(row));
        }
        return latest;
    }

    private static long size(@Nullable Column[] columns, int rows) {
        long bytes = 0;
        for (var column : columns) {
            bytes += (long) rows * CELL_BYTES;
            if (column instanceof StringColumn texts) {
                for (int row = 0; row < rows; row++) {
                    bytes += texts.byteLength(row);
                }
            }
        }
        return bytes;
    }
}
