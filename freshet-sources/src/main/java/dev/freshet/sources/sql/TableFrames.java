package dev.freshet.sources.sql;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.List;

/// Frames of tables.
final class TableFrames {
    private TableFrames() {}

    /// A table whose rows belong to moments: their time comes first.
    ///
    /// @param time the place of the column of times
    static Frame timed(Answer answer, int time) {
        var fields = new ArrayList<Field>();
        fields.add(field(answer, time, ColumnKind.TIME));
        for (int i = 0; i < answer.columns().size(); i++) {
            if (i != time) {
                fields.add(field(answer, i, answer.columns().get(i).kind()));
            }
        }
        return Frame.of("", fields);
    }

    /// A table whose rows have no time of their own: these are put first.
    ///
    /// @param times of the rows, in nanoseconds
    static Frame timed(Answer answer, List<Long> times) {
        var column = TimeColumn.builder();
        times.forEach(column::append);
        var fields = new ArrayList<Field>();
        fields.add(Field.nullable("Time", column.build()));
        fields.addAll(whole(answer).fields());
        return Frame.of("", fields);
    }

    /// A table that is shown as a whole. Its times are texts, because rows with a time field would
    /// belong to moments.
    static Frame whole(Answer answer) {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < answer.columns().size(); i++) {
            var kind = answer.columns().get(i).kind();
            fields.add(field(answer, i, kind == ColumnKind.TIME ? ColumnKind.TEXT : kind));
        }
        return Frame.of("", List.copyOf(fields));
    }

    private static Field field(Answer answer, int index, ColumnKind kind) {
        return Field.nullable(
                answer.columns().get(index).name(), Values.column(answer.rows(), index, kind));
    }
}
