package dev.freshet.sources.elasticsearch;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.Column;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/// The frame of documents as a table: their time, `_index`, `_id`, and one column per field.
///
/// Remembers the columns of all answers so far, so that a table does not change its columns with
/// what its newest documents happen to have. Thread-safe.
final class DocumentColumns {
    private static final int MOST_COLUMNS = 1_000;

    /// What a column holds; JSON when its values are of several kinds.
    private enum Kind {
        NUMBER,
        BOOLEAN,
        TEXT,
        JSON;

        static Kind of(JsonNode value) {
            return value.isNumber()
                    ? NUMBER
                    : value.isBoolean() ? BOOLEAN : value.isString() ? TEXT : JSON;
        }
    }

    private final Map<String, Kind> kinds = new TreeMap<>();

    /// @param timeField shown once, as the first column
    Frame frame(String timeField, List<Document> documents) throws SourceException {
        var rows = new ArrayList<Map<String, JsonNode>>(documents.size());
        for (var document : documents) {
            rows.add(Flattened.of(document.source()));
        }
        var fields = new ArrayList<Field>();
        fields.add(Field.of(timeField, WholeDocuments.times(documents)));
        fields.add(
                Field.of(
                        "_index",
                        WholeDocuments.texts(documents.stream().map(Document::index).toList())));
        fields.add(
                Field.of(
                        "_id",
                        WholeDocuments.texts(documents.stream().map(Document::id).toList())));
        known(timeField, rows)
                .forEach(
                        (name, kind) -> fields.add(Field.nullable(name, column(name, kind, rows))));
        return Frame.of("", fields);
    }

    private synchronized Map<String, Kind> known(String timeField, List<Map<String, JsonNode>> rows)
            throws SourceException {
        for (var row : rows) {
            row.forEach((name, value) ->
                    kinds.merge(
                            name, Kind.of(value), (one, other) -> one == other ? one : Kind.JSON));
            kinds.remove(timeField);
            if (kinds.size() > MOST_COLUMNS) {
                throw new SourceException(
                        "The documents have more than " + MOST_COLUMNS + " different fields.",
                        "Choose the metric raw_document, which shows documents as they are.");
            }
        }
        return new TreeMap<>(kinds);
    }

    private static Column column(String name, Kind kind, List<Map<String, JsonNode>> rows) {
        return switch (kind) {
            case NUMBER ->
                    column(
                            DoubleColumn.builder(FieldType.FLOAT64),
                            name,
                            rows,
                            (column, value) -> append(column, value.doubleValue(Double.NaN)));
            case BOOLEAN ->
                    column(
                            BooleanColumn.builder(),
                            name,
                            rows,
                            (column, value) -> column.append(value.booleanValue()));
            case TEXT ->
                    column(
                            StringColumn.builder(),
                            name,
                            rows,
                            (column, value) -> column.append(value.stringValue()));
            case JSON ->
                    column(
                            JsonColumn.builder(),
                            name,
                            rows,
                            (column, value) -> column.append(WholeDocuments.json(value)));
        };
    }

    private static void append(DoubleColumn.Builder column, double number) {
        if (Double.isFinite(number)) {
            column.append(number);
        } else {
            column.appendNull();
        }
    }

    private static <B extends ColumnBuilder> Column column(
            B column,
            String name,
            List<Map<String, JsonNode>> rows,
            BiConsumer<B, JsonNode> append) {
        for (var row : rows) {
            var value = row.get(name);
            if (value == null) {
                column.appendNull();
            } else {
                append.accept(column, value);
            }
        }
        return column.build();
    }
}
