package dev.freshet.server.push;

import dev.freshet.server.managedstream.FieldLoss;
import dev.freshet.source.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All field columns of one frame in order, and what had to be left out.
final class FrameFields {
    private static final int NAMED_LOSSES = 20;

    private final int limit;
    private final Set<String> reserved;
    private final Scratch scratch;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Long> dropped = new LinkedHashMap<>();

    /// @param limit the most columns
    /// @param reserved the names of the frame's own columns
    FrameFields(int limit, Set<String> reserved, Scratch scratch) {
        this.limit = limit;
        this.reserved = reserved;
        this.scratch = scratch;
    }

    boolean isFull() {
        return entries.size() >= limit;
    }

    int size() {
        return entries.size();
    }

    /// For sorting the new fields of a line.
    SortedFields sorted() {
        return scratch.sorted();
    }

    /// Makes the column of a field that is new.
    FieldColumn add(ParsedLine line, int field, @Nullable Map<String, String> labels) {
        Name name = scratch.names().fieldName(line, field);
        FieldColumn column = FieldColumn.of(name, unreserved(name.text()), line.kind(field));
        entries.add(new Entry(column, labels));
        return column;
    }

    void drop(String name) {
        if (dropped.containsKey(name) || dropped.size() < NAMED_LOSSES) {
            dropped.merge(name, 1L, Long::sum);
        } else {
            dropped.merge("…", 1L, Long::sum);
        }
    }

    /// The name, with as many `_1` as keep it apart from the frame's own columns and from other
    /// fields.
    private String unreserved(String name) {
        String stem = name;
        while (stem.endsWith("_1")) {
            stem = stem.substring(0, stem.length() - 2);
        }
        return reserved.contains(stem) ? name + "_1" : name;
    }

    /// Appends the finished fields, each with `rows` rows.
    void build(int rows, List<Field> into) {
        for (Entry entry : entries) {
            entry.column.builder().padTo(rows);
            into.add(
                    new Field(
                            entry.column.name(),
                            entry.labels,
                            null,
                            true,
                            entry.column.builder().build()));
        }
    }

    List<FieldLoss> losses() {
        List<FieldLoss> losses = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.column.otherType() > 0) {
                losses.add(
                        new FieldLoss(
                                entry.column.name(),
                                FieldLoss.Reason.OTHER_TYPE,
                                entry.column.otherType()));
            }
        }
        dropped.forEach((name, values) ->
                losses.add(new FieldLoss(name, FieldLoss.Reason.TOO_MANY_FIELDS, values)));
        return losses;
    }

    private record Entry(FieldColumn column, @Nullable Map<String, String> labels) {}
}
