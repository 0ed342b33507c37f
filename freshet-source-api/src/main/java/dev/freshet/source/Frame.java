package dev.freshet.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of typed columns of equal length: what a stream publishes and a panel draws.
///
/// @param name what the frame shows, may be empty
/// @param refId the query it answers, may be empty
/// @param meta the frame's meta object as frame JSON has it, carried as is
/// @param fields in order; a stream that people plot has a time field
public record Frame(String name, String refId, @Nullable RawJson meta, List<Field> fields) {
    public Frame {
        fields = List.copyOf(fields);
        for (Field field : fields) {
            requireRows(field, fields.getFirst().column().size());
        }
    }

    /// A frame without reference id and meta.
    public static Frame of(String name, List<Field> fields) {
        return new Frame(name, "", null, fields);
    }

    /// A frame without reference id and meta.
    public static Frame of(String name, Field... fields) {
        return of(name, List.of(fields));
    }

    /// The number of rows.
    public int rows() {
        return fields.isEmpty() ? 0 : fields.getFirst().column().size();
    }

    private static void requireRows(Field field, int rows) {
        if (field.column().size() != rows) {
            throw new IllegalArgumentException(
                    "Field \"%s\" has %d rows, the first field %d"
                            .formatted(field.name(), field.column().size(), rows));
        }
    }
}
