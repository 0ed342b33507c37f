package dev.freshet.source;

import java.util.Arrays;

/// Integers of 8 to 64 bits, signed or unsigned, and the indexes of an enum.
///
/// A `uint64` above the signed range is held as its two's complement, as
/// [Long#toUnsignedString(long)] reads it.
public final class LongColumn implements Column {
    private final FieldType type;
    private final long[] values;
    private final int size;
    private final Nulls nulls;

    private LongColumn(FieldType type, long[] values, int size, Nulls nulls) {
        this.type = type;
        this.values = values;
        this.size = size;
        this.nulls = nulls;
    }

    /// A column of this type without nulls.
    public static LongColumn of(FieldType type, long... values) {
        Builder builder = builder(type);
        for (long value : values) {
            builder.append(value);
        }
        return builder.build();
    }

    /// A builder of a column of this type.
    public static Builder builder(FieldType type) {
        return new Builder(type);
    }

    @Override
    public FieldType type() {
        return type;
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

    /// The value, 0 when null.
    public long value(int row) {
        return values[row];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongColumn that
                && type() == that.type()
                && size == that.size
                && nulls.sameAs(that.nulls, size)
                && Arrays.equals(values, 0, size, that.values, 0, size);
    }

    @Override
    public int hashCode() {
        int hash = size;
        for (int row = 0; row < size; row++) {
            hash = 31 * hash + Long.hashCode(values[row]);
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
        private final FieldType type;
        private long[] values = new long[4];

        private Builder(FieldType type) {
            if (!type.isInteger()) {
                throw new IllegalArgumentException(type + " is not an integer type");
            }
            this.type = type;
        }

        /// Adds a row.
        public Builder append(long value) {
            int row = openRow(); // may replace the array
            values[row] = value;
            return this;
        }

        /// Gives `row` this value; rows before it that do not exist yet become null.
        public void set(int row, long value) {
            openRow(row);
            values[row] = value;
        }

        @Override
        public LongColumn build() {
            close();
            return new LongColumn(type, values, size, nulls);
        }

        @Override
        void copy(Column column, int row) {
            append(((LongColumn) column).value(row));
        }

        @Override
        void grow(int rows) {
            if (rows > values.length) {
                values = Arrays.copyOf(values, roomier(values.length, rows));
            }
        }
    }
}
