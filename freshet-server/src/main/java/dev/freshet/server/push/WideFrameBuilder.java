package dev.freshet.server.push;

import dev.freshet.server.managedstream.FieldLoss;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Format `wide`: one row per time stamp in order of first appearance, a column for each field of
/// each tag set.
///
/// The reference makes a frame of one row for each time stamp; together in one frame the rows share
/// a schema.
final class WideFrameBuilder implements FrameBuilder {
    private final LineLimits limits;
    private final TimeColumn.Builder times = TimeColumn.builder();
    private final Map<Long, Integer> rows = new HashMap<>();
    private final FrameFields fields;
    private final ByteTable<TagSet> byBytes = new ByteTable<>(16);
    private final Map<Map<String, String>, FieldSet> byTags = new HashMap<>();

    WideFrameBuilder(LineLimits limits, Scratch scratch) {
        this.limits = limits;
        this.fields = new FrameFields(limits.fieldsPerFrame() - 1, Set.of("time"), scratch);
    }

    @Override
    public boolean add(ParsedLine line, long nanos) {
        Integer known = rows.get(nanos);
        long columns = 1L + fields.size() + line.fieldCount;
        if ((rows.size() + 1) * Math.min(columns, limits.fieldsPerFrame())
                > limits.cellsPerFrame()) {
            return false;
        }
        int row = known != null ? known : rows.size();
        if (known == null) {
            rows.put(nanos, row);
            times.append(nanos);
        }
        fieldSet(line).set(row, line);
        return true;
    }

    @Override
    public Frame build(String name) {
        List<Field> all = new ArrayList<>(fields.size() + 1);
        all.add(Field.of("time", times.build()));
        fields.build(rows.size(), all);
        return Frame.of(name, all);
    }

    @Override
    public List<FieldLoss> losses() {
        return fields.losses();
    }

    private FieldSet fieldSet(ParsedLine line) {
        int from = line.tagsStart();
        int to = line.tagsEnd();
        int hash = ByteTable.hash(line.body, from, to);
        TagSet known = byBytes.find(line.body, from, to, hash);
        if (known != null) {
            return known.fields;
        }
        FieldSet set =
                byTags.computeIfAbsent(
                        TagText.tags(line), tags -> new FieldSet(fields, Map.copyOf(tags)));
        Name name = new Name(Arrays.copyOfRange(line.body, from, to), hash, "");
        byBytes.put(new TagSet(name, set));
        return set;
    }

    private static final class TagSet extends ByteTable.Entry {
        private final FieldSet fields;

        TagSet(Name name, FieldSet fields) {
            super(name);
            this.fields = fields;
        }
    }
}
