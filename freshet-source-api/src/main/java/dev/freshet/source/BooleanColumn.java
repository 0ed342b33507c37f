package dev.freshet.source;

import java.util.Arrays;

/// True or false.
public final class BooleanColumn implements Column {
    private final boolean[] values;
    private final int size;
    private final Nulls nulls;

    private BooleanColumn(boolean[] values, int size, Nulls nulls) {
        this.values = values;
        this.size = size;
        this.nulls = nulls;
    }

    /// A column without nulls.
    public static BooleanColumn of(boolean... values) {
        Builder builder = builder();
        for (boolean value : values) {
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
        return FieldType.BOOLEAN;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isNull(int row) {
        return nulls.contains(row);
    }

    @Override
    public boolean hasNulls() {
        return !nulls.isEmpty();
    }

    /// The value, false when null.
    public boolean value(int row) {
        return values[row];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BooleanColumn that
                && type() == that.type()
                && size == that.size
                && nulls.sameAs(that.nulls, size)
                && Arrays.equals(values, 0, size, that.values, 0, size);
    }

    @Override
    public int hashCode() {
        int hash = size;
        for (int row = 0; row < size; row++) {
            hash = 31 * hash + Boolean.hashCode(values[row]);
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type().exact()).append('[');
        for (int row = 0; row < size; row++) {
            text.append(row == 0 ? "" : ", ").append(isNull(row) ? "null" : values[row]);
        }
        return text.append(']').toString();
    }

    /// Grows a column; see [ColumnBuilder].
    public static final class Builder extends ColumnBuilder {
        private boolean[] values = new boolean[4];

        private Builder() {}

        /// Adds a row.
        public Builder append(boolean value) {
            int row = openRow(); // may replace the array
            values[row] = value;
            return this;
        }

        /// Gives `row` this value; rows before it that do not exist yet become null.
        public void set(int row, boolean value) {
            openRow(row);
            values[row] = value;
        }

        @Override
        public BooleanColumn build() {
            close();
            return new BooleanColumn(values, size, nulls);
        }

        @Override
        void copy(Column column, int row) {
            append(((BooleanColumn) column).value(row));
        }

        @Override
        void grow(int rows) {
            if (rows > values.length) {
                values = Arrays.copyOf(values, roomier(values.length, rows));
            }
        }
    }
}
