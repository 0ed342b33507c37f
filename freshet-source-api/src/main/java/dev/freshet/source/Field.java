package dev.freshet.source;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One named column of a [Frame].
///
/// @param name may be empty
/// @param labels what tells fields of one name apart; null and empty differ in frame JSON
/// @param config the field's display options as frame JSON has them (`{"unit":"percent"}`), carried
///   as is
/// @param nullable whether the schema allows null; a column with nulls must say true
public record Field(
        String name,
        @Nullable Map<String, String> labels,
        @Nullable RawJson config,
        boolean nullable,
        Column column) {
    public Field {
        labels = labels == null ? null : Map.copyOf(labels);
        if (!nullable && column.hasNulls()) {
            throw new IllegalArgumentException(
                    "Field \"" + name + "\" has nulls but is not nullable");
        }
    }

    /// A field without labels and config, nullable when the column has nulls.
    public static Field of(String name, Column column) {
        return new Field(name, null, null, column.hasNulls(), column);
    }

    /// A field that may have nulls, now or in a later frame of the same stream.
    public static Field nullable(String name, Column column) {
        return new Field(name, null, null, true, column);
    }

    /// The same field with these labels.
    public Field withLabels(Map<String, String> newLabels) {
        return new Field(name, newLabels, config, nullable, column);
    }

    /// The same field with these display options.
    public Field withConfig(RawJson newConfig) {
        return new Field(name, labels, newConfig, nullable, column);
    }
}
