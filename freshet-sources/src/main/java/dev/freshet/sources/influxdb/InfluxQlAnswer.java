package dev.freshet.sources.influxdb;

import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The series of an answer, and the frames that they make.
final class InfluxQlAnswer {
    private final InfluxQlApi api;
    private final JsonNode series;

    InfluxQlAnswer(InfluxQlApi api, JsonNode series) {
        this.api = api;
        this.series = series;
    }

    /// A row, with the name and tags of its series.
    private record Row(
            String measurement, Map<String, String> tags, JsonNode columns, JsonNode values) {
        /// -1 when the rows have no time.
        int timeColumn() {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.path(i).asString("").equals("time")) {
                    return i;
                }
            }
            return -1;
        }
    }

    private interface RowVisitor {
        void visit(Row row, int timeColumn) throws SourceException;
    }

    /// One row per moment, one field per series and column.
    ///
    /// @param summaryTime the time of every point instead of its own, when it is not null
    Frame series(Alias alias, @Nullable Instant summaryTime) throws SourceException {
        var join = new SeriesJoin(api.rowLimit(), false);
        forEachRow((row, timeColumn) -> addPoints(join, alias, summaryTime, row, timeColumn));
        return join.build();
    }

    private void addPoints(
            SeriesJoin join, Alias alias, @Nullable Instant summaryTime, Row row, int timeColumn)
            throws SourceException {
        long time = summaryTime == null ? time(row, timeColumn) : Nanos.of(summaryTime);
        for (int i = 0; i < row.columns().size(); i++) {
            var value = JsonValues.of(row.values().path(i));
            if (i != timeColumn && value != null) {
                var column = row.columns().path(i).asString("");
                join.point(
                        Alias.name(row.measurement(), column, row.tags()),
                        row.tags(),
                        alias.of(row.measurement(), column, row.tags()),
                        time,
                        value);
            }
        }
    }

    /// The rows, with a field per tag and column.
    ///
    /// @param hasTimes whether they have times that mean something
    Frame table(boolean hasTimes, @Nullable RawJson meta) throws SourceException {
        var table = new TableOfRows(api.rowLimit(), false, hasTimes);
        forEachRow((row, timeColumn) -> {
            var values = new LinkedHashMap<String, @Nullable Object>(row.tags());
            for (int i = 0; i < row.columns().size(); i++) {
                if (i != timeColumn) {
                    values.put(
                            row.columns().path(i).asString(""),
                            JsonValues.of(row.values().path(i)));
                }
            }
            table.row(hasTimes ? time(row, timeColumn) : 0, values);
        });
        return table.build(meta);
    }

    private void forEachRow(RowVisitor visitor) throws SourceException {
        for (var each : series) {
            var tags = new TreeMap<String, String>();
            each.path("tags")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString("")));
            for (var values : each.path("values")) {
                var row =
                        new Row(each.path("name").asString(""), tags, each.path("columns"), values);
                visitor.visit(row, row.timeColumn());
            }
        }
    }

    private long time(Row row, int column) throws SourceException {
        var time = row.values().path(column);
        if (!time.isIntegralNumber() || !time.canConvertToLong()) {
            throw api.notUnderstood("a row without a time");
        }
        return time.longValue();
    }
}
