package dev.freshet.source;

import java.util.Arrays;

/// Points in time as nanoseconds since 1970-01-01 UTC, so from 1677 to 2262.
public final class TimeColumn implements Column {
    private final long[] values;
    private final int size;
    private final Nulls nulls;

    private TimeColumn(long[] values, int size, Nulls nulls) {
        this.values = values;
        this.size = size;
        this.nulls = nulls;
    }

    /// A column without nulls.
    public static TimeColumn of(long... values) {
        Builder builder = builder();
        for (long value : values) {
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
        return FieldType.TIME;
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

    /// The nanoseconds since 1970, 0 when null.
    public long value(int row) {
        return values[row];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeColumn that
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
        private long[] values = new long[4];

        private Builder() {}

        /// Adds a row.
        public Builder append(long value) {
            int row = openRow(); // may replace the array
            values[row] = value;
            return this;
        }

        /// Moves the time in `row` by `nanos`; a null stays null.
        public void add(int row, long nanos) {
            values[row] += nulls.contains(row) ? 0 : nanos;
        }

        /// Gives `row` this value; rows before it that do not exist yet become null.
        public void set(int row, long value) {
            openRow(row);
            values[row] = value;
        }

        @Override
        public TimeColumn build() {
            close();
            return new TimeColumn(values, size, nulls);
        }

        @Override
        void copy(Column column, int row) {
            append(((TimeColumn) column).value(row));
        }

        @Override
        void grow(int rows) {
            if (rows > values.length) {
                values = Arrays.copyOf(values, roomier(values.length, rows));
            }
        }
    }
}
