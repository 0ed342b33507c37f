package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns of one tag set, found by field name. Columns that are new in a line are made in the
/// order of their names.
final class FieldSet {
    private final ByteTable<FieldColumn> table = new ByteTable<>();
    private final FrameFields fields;
    private final @Nullable Map<String, String> labels;
    private int[] newFields = new int[8];

    /// @param labels the labels of every field of the set, null for none
    FieldSet(FrameFields fields, @Nullable Map<String, String> labels) {
        this.fields = fields;
        this.labels = labels;
    }

    /// Puts the fields of the line into `row`.
    void set(int row, ParsedLine line) {
        int count = 0;
        for (int field = 0; field < line.fieldCount; field++) {
            FieldColumn column = find(line, field);
            if (column != null) {
                column.set(row, line, field);
            } else if (fields.isFull()) {
                fields.drop(line.fieldName(field));
            } else {
                newFields =
                        count < newFields.length ? newFields : Arrays.copyOf(newFields, 2 * count);
                newFields[count++] = field;
            }
        }
        if (count > 0) {
            add(row, line, count);
        }
    }

    private void add(int row, ParsedLine line, int count) {
        List<NewField> sorted = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sorted.add(new NewField(newFields[i], line.fieldName(newFields[i])));
        }
        sorted.sort(null);
        for (NewField field : sorted) {
            FieldColumn column = find(line, field.index);
            if (column == null && fields.isFull()) {
                fields.drop(field.name);
                continue;
            }
            if (column == null) {
                column = FieldColumn.forField(line, field.index, fields.unreserved(field.name));
                table.put(column);
                fields.add(column, labels);
            }
            column.set(row, line, field.index);
        }
    }

    private @Nullable FieldColumn find(ParsedLine line, int field) {
        return table.find(line.body, line.keyStart(field), line.keyEnd(field), line.keyHash(field));
    }

    /// Ordered by the bytes of the name, as Go orders strings, then by place in the line.
    private record NewField(int index, String name) implements Comparable<NewField> {
        @Override
        public int compareTo(NewField other) {
            int order = Arrays.compareUnsigned(name.getBytes(UTF_8), other.name.getBytes(UTF_8));
            return order != 0 ? order : Integer.compare(index, other.index);
        }
    }
}
