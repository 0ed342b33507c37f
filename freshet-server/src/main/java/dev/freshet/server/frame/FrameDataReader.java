package dev.freshet.server.frame;

import java.util.List;
import tools.jackson.core.JsonToken;

/// Reads the value of the member `data`.
final class FrameDataReader {
    private final JsonCursor json;
    private final List<ColumnReader> columns;

    FrameDataReader(JsonCursor json, FrameSchema schema) {
        this.json = json;
        this.columns =
                schema.fields().stream().map(field -> new ColumnReader(field.type())).toList();
    }

    /// The columns, all of the same length.
    List<ColumnReader> read() throws InvalidFrameJson {
        json.open(JsonToken.START_OBJECT, "data");
        boolean valuesRead = false;
        for (String member = json.member(); member != null; member = json.member()) {
            if (member.equals("values") && !valuesRead) {
                readValues();
                valuesRead = true;
            } else if (member.equals("entities") && valuesRead) {
                forEachColumn("entities", JsonToken.START_OBJECT, this::readEntities);
            } else if (member.equals("nanos") && valuesRead) {
                forEachColumn("nanos", JsonToken.START_ARRAY, this::readNanos);
            } else {
                throw json.wrong("unexpected member \"" + member + "\" of data");
            }
        }
        return columns;
    }

    private void readValues() throws InvalidFrameJson {
        forEachColumn("values", JsonToken.START_ARRAY, this::readColumn);
        for (ColumnReader column : columns) {
            if (column.rows() != columns.getFirst().rows()) {
                throw json.wrong("the columns differ in length");
            }
        }
    }

    private void readColumn(ColumnReader column) throws InvalidFrameJson {
        while (json.next() != JsonToken.END_ARRAY) {
            column.read(json);
        }
    }

    private void readEntities(ColumnReader column) throws InvalidFrameJson {
        for (String member = json.member(); member != null; member = json.member()) {
            double value =
                    switch (member) {
                        case "NaN" -> Double.NaN;
                        case "Inf" -> Double.POSITIVE_INFINITY;
                        case "NegInf" -> Double.NEGATIVE_INFINITY;
                        default -> throw json.wrong("unexpected entity \"" + member + "\"");
                    };
            json.open(JsonToken.START_ARRAY, "an array of rows");
            while (json.next() != JsonToken.END_ARRAY) {
                column.readEntity(json, value);
            }
        }
    }

    private void readNanos(ColumnReader column) throws InvalidFrameJson {
        for (int row = 0; json.next() != JsonToken.END_ARRAY; row++) {
            column.readRest(json, row);
        }
    }

    /// Reads an array with one slot per column; null slots are left out, but not among the values.
    private void forEachColumn(String what, JsonToken opening, SlotReader reader)
            throws InvalidFrameJson {
        json.open(JsonToken.START_ARRAY, what);
        int index = 0;
        for (; json.next() != JsonToken.END_ARRAY; index++) {
            if (index == columns.size()) {
                throw json.wrong(what + " has more columns than the schema has fields");
            }
            if (json.current() != JsonToken.VALUE_NULL || what.equals("values")) {
                json.expect(opening, "a slot of " + what);
                reader.read(columns.get(index));
            }
        }
        if (index < columns.size()) {
            throw json.wrong(what + " has fewer columns than the schema has fields");
        }
    }

    private interface SlotReader {
        void read(ColumnReader column) throws InvalidFrameJson;
    }
}
