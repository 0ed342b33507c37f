package dev.freshet.server.managedstream;

import dev.freshet.server.frame.FieldSchema;
import dev.freshet.server.frame.FrameSchema;
import dev.freshet.source.Column;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ordered union of the fields that a stream has seen.
///
/// A field is known by name and labels. Its first type stays; nullability only widens; a field that
/// comes later is appended and nullable. So senders that order or leave out fields at will change
/// nothing, and a subscriber hears of a schema only when there is something new. A frame of the
/// other layout (text labels in the first column, or not) starts the union afresh, because the
/// browser reads the two in different ways. Not thread-safe: the stream's lock guards it.
final class StreamSchema {
    private final int limit;
    private final Losses losses;
    private final List<FieldSchema> fields = new ArrayList<>();
    private final Map<Object, Integer> indexes = new HashMap<>();
    private String name = "";
    private String refId = "";
    private @Nullable RawJson meta;
    private boolean labelled;
    private byte @Nullable [] json;
    private int version;
    private int layout;

    /// @param limit the most fields
    StreamSchema(int limit, Losses losses) {
        this.limit = limit;
        this.losses = losses;
    }

    int size() {
        return fields.size();
    }

    /// Goes up with every change, 0 before the first frame.
    int version() {
        return version;
    }

    /// Goes up whenever the union starts afresh: columns of before have other places.
    int layout() {
        return layout;
    }

    /// The types of the fields, in order.
    List<FieldType> types() {
        return fields.stream().map(FieldSchema::type).toList();
    }

    /// The value of the member `schema`; shared, not to be changed.
    byte[] json() {
        byte[] known = json;
        if (known == null) {
            known = new FrameSchema(name, refId, meta, fields).toJson();
            json = known;
        }
        return known;
    }

    /// Takes what is new in the frame into the union, and gives the frame's columns in the union's
    /// order; null where the frame has no such field. The schema has changed when [#json()] is
    /// another array afterwards.
    @Nullable Column[] fit(Frame frame) {
        boolean first = fields.isEmpty();
        if (first || isLabelled(frame) != labelled) {
            startAfresh(frame);
            first = true;
        }
        describe(frame);
        @Nullable Column[] found = new Column[fields.size() + frame.fields().size()];
        LabelsHash labelsHash = new LabelsHash();
        for (Field field : frame.fields()) {
            int index = indexOf(field, labelsHash, first);
            if (index < 0) {
                lose(field, FieldLoss.Reason.TOO_MANY_FIELDS, field.column().size());
            } else if (found[index] != null) {
                lose(field, FieldLoss.Reason.DUPLICATE, field.column().size());
            } else {
                found[index] = fit(field, index);
            }
        }
        @Nullable Column[] columns = new Column[fields.size()];
        System.arraycopy(found, 0, columns, 0, columns.length);
        widenMissing(columns, frame.rows());
        return columns;
    }

    private void startAfresh(Frame frame) {
        fields.clear();
        indexes.clear();
        labelled = isLabelled(frame);
        layout++;
        changed();
    }

    private void describe(Frame frame) {
        if (!name.equals(frame.name())
                || !refId.equals(frame.refId())
                || !Objects.equals(meta, frame.meta())) {
            name = frame.name();
            refId = frame.refId();
            meta = frame.meta();
            changed();
        }
    }

    private int indexOf(Field field, LabelsHash labelsHash, boolean first) {
        Map<String, String> labels = field.labels();
        Object key =
                labels == null
                        ? field.name()
                        : new LabelledName(field.name(), labels, labelsHash.of(labels));
        Integer known = indexes.get(key);
        if (known != null) {
            return known;
        }
        if (fields.size() >= limit) {
            return -1;
        }
        FieldSchema schema = FieldSchema.of(field);
        fields.add(first ? schema : withNulls(schema));
        indexes.put(key, fields.size() - 1);
        changed();
        return fields.size() - 1;
    }

    private Column fit(Field field, int index) {
        FieldSchema schema = fields.get(index);
        Column column = field.column();
        if (column.type() != schema.type()) {
            ColumnConversion conversion = ColumnConversion.convert(column, schema.type());
            if (conversion.lost() > 0) {
                lose(field, FieldLoss.Reason.OTHER_TYPE, conversion.lost());
            }
            column = conversion.column();
        }
        boolean nullable = schema.nullable() || field.nullable() || column.hasNulls();
        if (nullable != schema.nullable() || !Objects.equals(field.config(), schema.config())) {
            replace(
                    index,
                    new FieldSchema(
                            schema.name(),
                            schema.type(),
                            nullable,
                            schema.labels(),
                            field.config()));
        }
        return column;
    }

    private void widenMissing(@Nullable Column[] columns, int rows) {
        for (int i = 0; i < columns.length && rows > 0; i++) {
            if (columns[i] == null && !fields.get(i).nullable()) {
                replace(i, withNulls(fields.get(i)));
            }
        }
    }

    private void changed() {
        json = null;
        version++;
    }

    private void replace(int index, FieldSchema schema) {
        fields.set(index, schema);
        changed();
    }

    private void lose(Field field, FieldLoss.Reason reason, long values) {
        losses.add(new FieldLoss(field.name(), reason, values));
    }

    private static FieldSchema withNulls(FieldSchema schema) {
        return new FieldSchema(
                schema.name(), schema.type(), true, schema.labels(), schema.config());
    }

    private static boolean isLabelled(Frame frame) {
        return frame.fields().size() >= 2
                && frame.fields().get(0).name().equalsIgnoreCase("labels")
                && frame.fields().get(0).column().type() == FieldType.STRING
                && frame.fields().get(1).column().type() == FieldType.TIME;
    }

    /// Fields of one tag set share their map, so its hash is computed once for all of them.
    private static final class LabelsHash {
        private @Nullable Map<String, String> last;
        private int hash;

        @SuppressWarnings("ReferenceEquality") // equal maps that are not the same only cost a hash
        int of(Map<String, String> labels) {
            if (labels != last) {
                last = labels;
                hash = labels.hashCode();
            }
            return hash;
        }
    }

    private record LabelledName(String name, Map<String, String> labels, int labelsHash) {
        @Override
        public int hashCode() {
            return 31 * name.hashCode() + labelsHash;
        }
    }
}
