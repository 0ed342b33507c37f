package dev.freshet.sources.influxdb;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Rows of an answer to SQL, and the frames that they make.
///
/// JSON has no times: the column of the row's time is `time`, else the first whose values all look
/// like one.
final class SqlAnswer {
    private final SqlApi api;
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final String timeColumn;

    SqlAnswer(SqlApi api, JsonNode answer) throws SourceException {
        this.api = api;
        for (var row : answer) {
            if (!row.isObject()) {
                throw api.notUnderstood("a row that is no object");
            }
            var values = new LinkedHashMap<String, @Nullable Object>();
            row.properties()
                    .forEach(cell -> values.put(cell.getKey(), JsonValues.of(cell.getValue())));
            rows.add(values);
        }
        this.timeColumn = timeColumn();
    }

    /// Empty when there is none.
    private String timeColumn() {
        var candidates = new ArrayList<String>();
        rows.forEach(row ->
                row.keySet().stream()
                        .filter(each -> !candidates.contains(each))
                        .forEach(candidates::add));
        candidates.sort((one, other) -> Boolean.compare(other.equals("time"), one.equals("time")));
        return candidates.stream().filter(this::isTime).findFirst().orElse("");
    }

    private boolean isTime(String column) {
        return rows.stream()
                .map(row -> row.get(column))
                .allMatch(value -> value instanceof String text && time(text) != null);
    }

    private static @Nullable Nanos time(String text) {
        try {
            return text.length() < 19 ? null : Nanos.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private long time(Map<String, @Nullable Object> row) throws SourceException {
        var time = row.get(timeColumn) instanceof String text ? time(text) : null;
        if (time == null) {
            throw new SourceException(
                    "The query gives rows without a time.",
                    "Select the column time, or set format to table.");
        }
        return time.value();
    }

    /// One row per moment; texts are labels, each other column is a series per label.
    ///
    /// @param summaryTime the time of every point instead of its own, when it is not null
    Frame series(@Nullable Instant summaryTime) throws SourceException {
        var join = new SeriesJoin(api.rowLimit(), false);
        for (Map<String, @Nullable Object> row : rows) {
            long time = summaryTime == null ? time(row) : Nanos.of(summaryTime);
            var labels = new TreeMap<String, String>();
            row.forEach((column, value) -> {
                if (value instanceof String text && !column.equals(timeColumn)) {
                    labels.put(column, text);
                }
            });
            for (var cell : row.entrySet()) {
                var value = cell.getValue();
                if (value != null && !(value instanceof String)) {
                    var name = Alias.name("", cell.getKey(), labels);
                    join.point(name, labels, name, time, value);
                }
            }
        }
        return join.build();
    }

    /// The rows as they are.
    ///
    /// @param isSummary whether times in it are values like others
    Frame table(boolean isSummary) throws SourceException {
        boolean hasTimes = !isSummary && !timeColumn.isEmpty();
        var table = new TableOfRows(api.rowLimit(), false, hasTimes);
        for (Map<String, @Nullable Object> row : rows) {
            long time = hasTimes ? time(row) : 0;
            var values = new LinkedHashMap<String, @Nullable Object>(row);
            if (hasTimes) {
                values.remove(timeColumn);
            }
            table.row(time, values);
        }
        return table.build(null);
    }
}
