package dev.freshet.sources.influxdb;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.RowLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rows with any columns, in order of time. For one thread.
final class TableOfRows {
    private final RowLimit limit;
    private final boolean isTyped;
    private final boolean hasTimes;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> told = new HashSet<>();
    private final List<Row> rows = new ArrayList<>();

    private record Row(long time, Map<String, @Nullable Object> values) {}

    /// @param isTyped as for [AnyColumn]
    /// @param hasTimes whether there is a first field `Time`
    TableOfRows(RowLimit limit, boolean isTyped, boolean hasTimes) {
        this.limit = limit;
        this.isTyped = isTyped;
        this.hasTimes = hasTimes;
    }

    /// Adds a row.
    ///
    /// @param time in nanoseconds since 1970-01-01 UTC, of no meaning in a table without times
    /// @throws SourceException when there are too many
    void row(long time, Map<String, @Nullable Object> values) throws SourceException {
        limit.count();
        values.forEach((name, value) -> {
            names.add(name);
            if (value != null) {
                told.add(name);
            }
        });
        rows.add(new Row(time, values));
    }

    /// The frame; without fields when there is no row.
    Frame build(@Nullable RawJson meta) throws SourceException {
        if (rows.isEmpty()) {
            return Frame.of("", List.of());
        }
        limit.requireTable(rows.size(), names.size());
        var fields = new ArrayList<Field>();
        if (hasTimes) {
            rows.sort(Comparator.comparingLong(Row::time));
            fields.add(
                    Field.of("Time", TimeColumn.of(rows.stream().mapToLong(Row::time).toArray())));
        }
        // a column whose type no value tells is not there yet, or it would keep the wrong one
        names.stream().filter(told::contains).forEach(name -> fields.add(field(name)));
        return new Frame("", "", meta, fields);
    }

    private Field field(String name) {
        var column = new AnyColumn(isTyped);
        rows.forEach(row -> column.add(row.values().get(name)));
        return Field.nullable(name, column.build());
    }
}
