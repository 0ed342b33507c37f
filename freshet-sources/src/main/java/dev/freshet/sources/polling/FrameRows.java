package dev.freshet.sources.polling;

import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Rows of frames by their times.
final class FrameRows {
    private FrameRows() {}

    /// The times of a frame's rows: its first field of that type, null when it has none.
    static @Nullable TimeColumn times(Frame frame) {
        for (var field : frame.fields()) {
            if (field.column() instanceof TimeColumn times) {
                return times;
            }
        }
        return null;
    }

    /// The rows of a range; a frame without times is given as it is.
    static Frame within(Frame frame, TimeRange range) {
        var times = times(frame);
        long from = nanos(range.from());
        long to = nanos(range.to());
        return times == null
                ? frame
                : select(
                        frame,
                        row ->
                                !times.isNull(row)
                                        && times.value(row) >= from
                                        && times.value(row) < to);
    }

    static Frame select(Frame frame, IntPredicate which) {
        var fields = new ArrayList<Field>(frame.fields().size());
        for (var field : frame.fields()) {
            var column = ColumnBuilder.of(field.column().type());
            for (int row = 0; row < frame.rows(); row++) {
                if (which.test(row)) {
                    column.appendFrom(field.column(), row);
                }
            }
            fields.add(
                    new Field(
                            field.name(),
                            field.labels(),
                            field.config(),
                            field.nullable(),
                            column.build()));
        }
        return new Frame(frame.name(), frame.refId(), frame.meta(), fields);
    }

    /// Nanoseconds since 1970.
    static long nanos(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }
}
