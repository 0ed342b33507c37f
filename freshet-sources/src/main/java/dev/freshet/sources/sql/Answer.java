package dev.freshet.sources.sql;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A database's answer.
///
/// @param rows values by column, as [Dialect#value] gives them
record Answer(List<Column> columns, List<@Nullable Object[]> rows) {
    /// One of its columns.
    record Column(String name, ColumnKind kind) {
        /// The same column with values of this kind too.
        Column and(ColumnKind other) {
            if (kind == other) {
                return this;
            }
            return new Column(
                    name,
                    kind.isNumeric() && other.isNumeric() ? ColumnKind.NUMBER : ColumnKind.TEXT);
        }

        boolean isNamed(String other) {
            return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
        }
    }

    /// True when both have columns of the same names in the same order.
    boolean hasColumnsOf(List<Column> others) {
        return columns.stream()
                .map(Column::name)
                .toList()
                .equals(others.stream().map(Column::name).toList());
    }

    /// The place of the column with this name, in whatever case; -1 when there is none.
    int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isNamed(name)) {
                return i;
            }
        }
        return -1;
    }

    /// The place of the rows' time: the column with one of these names, else the first of times; -1
    /// when there is none.
    int timeColumn(List<String> names) {
        for (var name : names) {
            if (indexOf(name) >= 0) {
                return indexOf(name);
            }
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).kind() == ColumnKind.TIME) {
                return i;
            }
        }
        return -1;
    }
}
