package dev.freshet.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// Texts, held as UTF-8 in one array, so that writing them as JSON copies bytes and a thousand
/// short labels are two objects.
public final class StringColumn implements Column {
    private final byte[] utf8;
    private final int[] starts;
    private final int[] ends;
    private final int size;
    private final Nulls nulls;

    private StringColumn(byte[] utf8, int[] starts, int[] ends, int size, Nulls nulls) {
        this.utf8 = utf8;
        this.starts = starts;
        this.ends = ends;
        this.size = size;
        this.nulls = nulls;
    }

    /// A column without nulls.
    public static StringColumn of(String... values) {
        Builder builder = builder();
        for (String value : values) {
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
        return FieldType.STRING;
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

    /// The value, the empty text when null.
    public String value(int row) {
        return new String(utf8, starts[row], ends[row] - starts[row], UTF_8);
    }

    /// Hands the value's bytes to `sink` without a copy.
    public void writeTo(int row, Utf8Sink sink) {
        sink.accept(utf8, starts[row], ends[row]);
    }

    /// The number of UTF-8 bytes of the value.
    public int byteLength(int row) {
        return ends[row] - starts[row];
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof StringColumn that)
                || size != that.size
                || !nulls.sameAs(that.nulls, size)) {
            return false;
        }
        for (int row = 0; row < size; row++) {
            if (!Arrays.equals(
                    utf8, starts[row], ends[row], that.utf8, that.starts[row], that.ends[row])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = size;
        for (int row = 0; row < size; row++) {
            hash = 31 * hash + value(row).hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type().exact()).append('[');
        for (int row = 0; row < size; row++) {
            text.append(row == 0 ? "" : ", ");
            text.append(isNull(row) ? "null" : '"' + value(row) + '"');
        }
        return text.append(']').toString();
    }

    /// Grows a column; see [ColumnBuilder].
    public static final class Builder extends ColumnBuilder {
        private byte[] utf8 = new byte[32];
        private int used;
        private int[] starts = new int[4];
        private int[] ends = new int[4];

        private Builder() {}

        /// Adds a row. Unpaired surrogates become question marks.
        public Builder append(String value) {
            set(size, value);
            return this;
        }

        /// Gives `row` this text; rows before it that do not exist yet become null.
        public void set(int row, String value) {
            byte[] bytes = value.getBytes(UTF_8);
            store(row, bytes, 0, bytes.length);
        }

        /// Gives `row` the text in `bytes` from `from` up to `to`, copied.
        ///
        /// @throws IllegalArgumentException when the bytes are not UTF-8
        public void setUtf8(int row, byte[] bytes, int from, int to) {
            int invalid = Utf8.indexOfInvalid(bytes, from, to);
            if (invalid >= 0) {
                throw new IllegalArgumentException("Byte " + (invalid - from) + " is not UTF-8");
            }
            store(row, bytes, from, to);
        }

        @Override
        public StringColumn build() {
            close();
            return new StringColumn(utf8, starts, ends, size, nulls);
        }

        @Override
        void copy(Column column, int row) {
            StringColumn texts = (StringColumn) column;
            store(size, texts.utf8, texts.starts[row], texts.ends[row]);
        }

        @Override
        void grow(int rows) {
            if (rows > starts.length) {
                int capacity = roomier(starts.length, rows);
                starts = Arrays.copyOf(starts, capacity);
                ends = Arrays.copyOf(ends, capacity);
            }
        }

        private void store(int row, byte[] bytes, int from, int to) {
            openRow(row);
            int length = to - from;
            if (used + length > utf8.length) {
                utf8 = Arrays.copyOf(utf8, roomier(utf8.length, Math.addExact(used, length)));
            }
            System.arraycopy(bytes, from, utf8, used, length);
            starts[row] = used;
            used += length;
            ends[row] = used;
        }
    }
}
