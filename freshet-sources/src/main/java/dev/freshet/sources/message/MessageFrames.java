package dev.freshet.sources.message;

import dev.freshet.source.BooleanColumn;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The frames of one query's messages: their time, where they came from, and one column per field.
///
/// Remembers all fields so far, so that the columns only ever become more. A field has the type of
/// its first value; values of another type get a column beside it, `value (string)`. Thread-safe.
public final class MessageFrames {
    /// The most fields, besides time and origin.
    static final int MOST_FIELDS = 200;

    /// The longest name of a field, in characters.
    static final int LONGEST_NAME = 500;

    private static final String TIME = "Time";

    private final String originField;
    private final Set<String> taken;
    private final Map<String, FieldType> known = new LinkedHashMap<>();

    /// A frame and whether everything is in it.
    ///
    /// @param isComplete false when there were more fields than can be shown
    public record Made(Frame frame, boolean isComplete) {}

    /// @param originField what the column of the origins is called; empty when there is none
    public MessageFrames(String originField) {
        this.originField = originField;
        this.taken = originField.isEmpty() ? Set.of(TIME) : Set.of(TIME, originField);
    }

    /// The type of a field that was seen before.
    public synchronized @Nullable FieldType typeOf(String field) {
        return known.get(ours(field));
    }

    /// One row for each message.
    public synchronized Made frame(List<MessageRow> rows) {
        var columns = new HashMap<String, ColumnBuilder>();
        boolean isComplete = true;
        for (int row = 0; row < rows.size(); row++) {
            for (var value : rows.get(row).values().entrySet()) {
                isComplete &= put(columns, row, value.getKey(), value.getValue());
            }
        }
        var fields = new ArrayList<Field>();
        fields.add(Field.of(TIME, times(rows)));
        if (!originField.isEmpty()) {
            fields.add(Field.of(originField, origins(rows)));
        }
        known.forEach((name, type) -> {
            var column = columns.getOrDefault(name, ColumnBuilder.of(type));
            column.padTo(rows.size());
            fields.add(Field.nullable(name, column.build()));
        });
        return new Made(Frame.of("", fields), isComplete);
    }

    private boolean put(Map<String, ColumnBuilder> columns, int row, String name, JsonNode value) {
        var type = typeOf(value);
        var field = field(name, type);
        if (field == null) {
            return false;
        }
        var column = columns.computeIfAbsent(field, _ -> ColumnBuilder.of(type));
        if (column.size() <= row) {
            column.padTo(row);
            append(column, value);
        }
        return true;
    }

    private static FieldType typeOf(JsonNode value) {
        return value.isNumber()
                ? FieldType.FLOAT64
                : value.isBoolean()
                        ? FieldType.BOOLEAN
                        : value.isString() ? FieldType.STRING : FieldType.JSON;
    }

    /// The column for a value, null when there are too many.
    private @Nullable String field(String given, FieldType type) {
        var name = ours(given);
        var seen = known.get(name);
        if (seen != null && seen != type) {
            name = name + " (" + (type == FieldType.JSON ? "json" : type.kind()) + ")";
            seen = known.get(name);
        }
        if (seen == type) {
            return name;
        }
        if (seen != null || known.size() >= MOST_FIELDS || name.length() > LONGEST_NAME) {
            return null;
        }
        known.put(name, type);
        return name;
    }

    private String ours(String name) {
        return taken.contains(name) ? "payload." + name : name;
    }

    private static void append(ColumnBuilder column, JsonNode value) {
        switch (column) {
            case DoubleColumn.Builder numbers -> append(numbers, value.doubleValue(Double.NaN));
            case BooleanColumn.Builder booleans -> booleans.append(value.booleanValue());
            case StringColumn.Builder texts -> texts.append(value.stringValue());
            case JsonColumn.Builder jsons -> jsons.append(RawJson.of(value.toString()));
            case LongColumn.Builder _, TimeColumn.Builder _ ->
                    throw new IllegalStateException("No field of a message has this type");
        }
    }

    private static void append(DoubleColumn.Builder numbers, double number) {
        if (Double.isFinite(number)) {
            numbers.append(number);
        } else {
            numbers.appendNull();
        }
    }

    private static TimeColumn times(List<MessageRow> rows) {
        return TimeColumn.of(rows.stream().mapToLong(MessageRow::time).toArray());
    }

    private static StringColumn origins(List<MessageRow> rows) {
        return StringColumn.of(rows.stream().map(MessageRow::origin).toArray(String[]::new));
    }
}
