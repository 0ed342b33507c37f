package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.TimeValues;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The rows that a query with a watermark has read, so that each is asked for once, whichever
/// ranges are asked for and by whom. Thread-safe; one caller at a time asks.
///
/// As many rows are kept as an answer may have. A range from which rows were dropped is asked as a
/// whole. This needs rows to become visible in the order of their values.
final class ReadRows {
    private final SqlSettings settings;
    private final Watermark watermark;
    private final List<String> timeNames;
    private final ReentrantLock turn = new ReentrantLock();
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private List<Answer.Column> columns = List.of();
    private long bytes;
    private @Nullable Object last;
    private @Nullable Object lastDropped;
    private long droppedUntil = Long.MIN_VALUE;

    /// @param timeNames what the column of times may be called
    ReadRows(SqlSettings settings, Watermark watermark, List<String> timeNames) {
        this.settings = settings;
        this.watermark = watermark;
        this.timeNames = timeNames;
    }

    /// Asks for the rows after a value; for all when it is null.
    interface Asker {
        Answer after(@Nullable Object value) throws SourceException, InterruptedException;
    }

    /// Rows with their times.
    ///
    /// @param hasOwnTime whether these are from a column of the answer; else they are when each row
    ///   was read first
    record Timed(Answer answer, List<Long> times, boolean hasOwnTime) {}

    /// A row that was read.
    private static final class Kept {
        private final @Nullable Object[] row;
        private final @Nullable Object value;
        private final long time;
        private final long bytes;

        /// @param time in nanoseconds; when it was read first where it has none of its own
        Kept(@Nullable Object[] row, @Nullable Object value, long time) {
            this.row = row;
            this.value = value;
            this.time = time;
            this.bytes = Arrays.stream(row).mapToLong(AnswerReader::size).sum();
        }
    }

    /// The rows whose times are not before a range.
    Timed of(TimeRange range, Asker asker) throws SourceException, InterruptedException {
        turn.lockInterruptibly();
        try {
            long from = Objects.requireNonNullElse(TimeValues.of(range.from()), Long.MIN_VALUE);
            if (last != null && from > droppedUntil) {
                add(asker.after(last), range);
                if (from > droppedUntil) {
                    return timed(columns, List.copyOf(kept), from);
                }
            }
            var all = asker.after(null);
            var rows = rows(all, range);
            add(all, range);
            return timed(all.columns(), rows, from);
        } finally {
            turn.unlock();
        }
    }

    /// The rows of an answer; those that were read before keep their times.
    private List<Kept> rows(Answer answer, TimeRange range) throws SourceException {
        int index = watermark.indexIn(answer);
        int time = answer.timeColumn(timeNames);
        long now = Objects.requireNonNullElse(TimeValues.of(inside(range)), Long.MAX_VALUE);
        @Nullable Map<Object, Long> known = null;
        var rows = new ArrayList<Kept>();
        for (var row : answer.rows()) {
            var value = row[index];
            var own = time < 0 ? null : Times.nanos(row[time]);
            if (own != null) {
                rows.add(new Kept(row, value, own));
                continue;
            }
            known = known == null ? timesByValue() : known;
            boolean dropped = lastDropped != null && !watermark.isAfter(value, lastDropped);
            long read =
                    known.getOrDefault(
                            String.valueOf(value), dropped && value != null ? droppedUntil : now);
            rows.add(new Kept(row, value, read));
        }
        return rows;
    }

    private Map<Object, Long> timesByValue() {
        Map<Object, Long> times = new HashMap<>();
        kept.forEach(each -> times.put(String.valueOf(each.value), each.time));
        return times;
    }

    /// A row that was read at the end of a range belongs to it.
    private static Instant inside(TimeRange range) {
        return range.to().minusMillis(1);
    }

    /// Keeps the rows that are new.
    private void add(Answer answer, TimeRange range) throws SourceException {
        watermark.indexIn(answer);
        if (answer.rows().isEmpty()) {
            return;
        }
        var before = last;
        for (var each : rows(answer, range)) {
            if (watermark.isAfter(each.value, before)) {
                fit(answer);
                kept.addLast(each);
                bytes += each.bytes;
                last = watermark.isAfter(each.value, last) ? each.value : last;
            }
        }
        var context = settings.context();
        while (kept.size() > context.maxRows() || bytes > context.maxBytes()) {
            drop();
        }
    }

    /// Rows with other columns than before cannot be kept beside the others.
    private void fit(Answer answer) {
        if (kept.isEmpty() || !answer.hasColumnsOf(columns)) {
            while (!kept.isEmpty()) {
                drop();
            }
            columns = answer.columns();
            return;
        }
        var both = new ArrayList<Answer.Column>();
        for (int i = 0; i < columns.size(); i++) {
            both.add(columns.get(i).and(answer.columns().get(i).kind()));
        }
        columns = List.copyOf(both);
    }

    private void drop() {
        var oldest = kept.removeFirst();
        bytes -= oldest.bytes;
        droppedUntil = Math.max(droppedUntil, oldest.time);
        lastDropped = oldest.value == null ? lastDropped : oldest.value;
    }

    private Timed timed(List<Answer.Column> of, List<Kept> rows, long from) {
        var some = rows.stream().filter(each -> each.time >= from).toList();
        var answer = new Answer(of, new ArrayList<>());
        some.forEach(each -> answer.rows().add(each.row));
        return new Timed(
                answer,
                some.stream().map(each -> each.time).toList(),
                answer.timeColumn(timeNames) >= 0);
    }
}
