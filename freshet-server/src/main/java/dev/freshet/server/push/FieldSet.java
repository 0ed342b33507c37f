package dev.freshet.server.push;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns of one tag set, found by field name. Columns that are new in a line are made in the
/// order of their names.
final class FieldSet {
    private final ByteTable<FieldColumn> table = new ByteTable<>(64);
    private final FrameFields fields;
    private final @Nullable Map<String, String> labels;

    /// @param labels the labels of every field of the set, null for none
    FieldSet(FrameFields fields, @Nullable Map<String, String> labels) {
        this.fields = fields;
        this.labels = labels;
    }

    /// Puts the fields of the line into `row`.
    void set(int row, ParsedLine line) {
        SortedFields newFields = fields.sorted();
        newFields.clear();
        for (int field = 0; field < line.fieldCount; field++) {
            FieldColumn column = find(line, field);
            if (column != null) {
                column.set(row, line, field);
            } else if (fields.isFull()) {
                fields.drop(line.fieldName(field));
            } else {
                newFields.add(line, field);
            }
        }
        FieldColumn added = null;
        for (int i = 0; i < newFields.size(); i++) {
            int field = newFields.get(i);
            if (i == 0 || !line.isSameKey(field, newFields.get(i - 1))) {
                added = add(line, field);
            }
            if (added != null) {
                added.set(row, line, field);
            }
        }
    }

    /// True when no field of the line has a value, or a lost one, in `row`, the last one.
    boolean isFree(int row, ParsedLine line) {
        for (int field = 0; field < line.fieldCount; field++) {
            FieldColumn column = find(line, field);
            if (column != null && column.builder().size() > row) {
                return false;
            }
        }
        return true;
    }

    /// Makes the column of a new field, null when there are too many.
    private @Nullable FieldColumn add(ParsedLine line, int field) {
        if (fields.isFull()) {
            fields.drop(line.fieldName(field));
            return null;
        }
        FieldColumn column = fields.add(line, field, labels);
        table.put(column);
        return column;
    }

    private @Nullable FieldColumn find(ParsedLine line, int field) {
        return table.find(line.body, line.keyStart(field), line.keyEnd(field), line.keyHash(field));
    }
}
