package dev.freshet.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Raw JSON values, each carried as it is.
public final class JsonColumn implements Column {
    private final List<@Nullable RawJson> values;

    private JsonColumn(List<@Nullable RawJson> values) {
        this.values = values;
    }

    /// A column without nulls.
    public static JsonColumn of(RawJson... values) {
        Builder builder = builder();
        for (RawJson value : values) {
            builder.append(value);
        }
        return builder.build();
    }

    /// A builder of a column.
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public FieldType type() {
        return FieldType.JSON;
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public boolean isNull(int row) {
        return values.get(row) == null;
    }

    @Override
    public boolean hasNulls() {
        return values.contains(null);
    }

    /// The value, null when there is none.
    public @Nullable RawJson value(int row) {
        return values.get(row);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonColumn that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return type().exact() + values;
    }

    /// Grows a column; see [ColumnBuilder].
    public static final class Builder extends ColumnBuilder {
        private final List<@Nullable RawJson> values = new ArrayList<>();

        private Builder() {}

        /// Adds a row.
        public Builder append(RawJson value) {
            values.set(openRow(), value);
            return this;
        }

        @Override
        public JsonColumn build() {
            close();
            return new JsonColumn(Collections.unmodifiableList(values));
        }

        @Override
        void copy(Column column, int row) {
            append(Objects.requireNonNull(((JsonColumn) column).value(row)));
        }

        @Override
        void grow(int rows) {
            while (values.size() < rows) {
                values.add(null);
            }
        }
    }
}
