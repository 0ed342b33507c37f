package dev.freshet.sources.httpjson;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.SeriesFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Frames of an answer's values.
final class JsonFrames {
    private JsonFrames() {}

    /// @param columns the values of each field
    static Frame of(QueryMembers members, List<List<JsonNode>> columns) throws SourceException {
        return members.series() ? series(members, columns) : table(members, columns);
    }

    private static Frame table(QueryMembers members, List<List<JsonNode>> columns)
            throws SourceException {
        var fields = new ArrayList<Field>();
        for (int i = 0; i < columns.size(); i++) {
            var field = members.fields().get(i);
            if (field.type() == JsonField.Type.AUTO && JsonValues.areNothing(columns.get(i))) {
                continue; // it is not there yet, or it would keep a type that no value tells
            }
            fields.add(
                    i == members.time() ? 0 : fields.size(),
                    Field.nullable(field.name(), JsonValues.column(field, columns.get(i))));
        }
        return Frame.of("", fields);
    }

    private static Frame series(QueryMembers members, List<List<JsonNode>> columns)
            throws SourceException {
        int time = members.time();
        var rows = new ArrayList<Row>();
        for (int i = 0; i < columns.get(time).size(); i++) {
            var nanos = JsonValues.time(members.fields().get(time), columns.get(time).get(i));
            if (nanos != null) {
                rows.add(new Row(nanos, i));
            }
        }
        rows.sort(Comparator.comparingLong(Row::nanos));
        var frame = new SeriesFrame();
        for (int i = 0; i < columns.size(); i++) {
            var field = members.fields().get(i);
            if (field.type() == JsonField.Type.NUMBER) {
                addSeries(frame, field, columns.get(i), rows);
            }
        }
        return frame.build();
    }

    /// When a row is, and its place in the answer.
    private record Row(long nanos, int index) {}

    private static void addSeries(
            SeriesFrame frame, JsonField field, List<JsonNode> values, List<Row> rows)
            throws SourceException {
        var series = frame.series(field.name(), Map.of(), "");
        for (var row : rows) {
            @Nullable Double number = JsonValues.number(field, values.get(row.index()));
            if (number != null) {
                series.point(row.nanos(), number);
            }
        }
    }
}
