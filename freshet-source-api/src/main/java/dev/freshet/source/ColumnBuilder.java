package dev.freshet.source;

/// Grows one column row by row.
///
/// For one thread. After `build` the builder is used up: the arrays belong to the column, and any
/// further call throws [IllegalStateException].
public abstract sealed class ColumnBuilder
        permits BooleanColumn.Builder,
                DoubleColumn.Builder,
                JsonColumn.Builder,
                LongColumn.Builder,
                StringColumn.Builder,
                TimeColumn.Builder {
    Nulls nulls = Nulls.NONE;
    int size;
    private boolean built;

    ColumnBuilder() {}

    /// A builder of a column of this type.
    public static ColumnBuilder of(FieldType type) {
        return switch (type) {
            case TIME -> TimeColumn.builder();
            case STRING -> StringColumn.builder();
            case BOOLEAN -> BooleanColumn.builder();
            case JSON -> JsonColumn.builder();
            case FLOAT64, FLOAT32 -> DoubleColumn.builder(type);
            default -> LongColumn.builder(type);
        };
    }

    /// Adds a row with what a row of another column has, which must be of the same type.
    public final void appendFrom(Column column, int row) {
        if (column.isNull(row)) {
            appendNull();
        } else {
            copy(column, row);
        }
    }

    /// The number of rows so far.
    public final int size() {
        return size;
    }

    /// Adds a row without a value.
    public final void appendNull() {
        int row = openRow();
        if (nulls.isNone()) {
            nulls = new Nulls();
        }
        nulls.add(row);
    }

    /// Adds rows without a value until there are `rows`.
    public final void padTo(int rows) {
        while (size < rows) {
            appendNull();
        }
    }

    /// Hands over the column.
    public abstract Column build();

    /// Makes room for row `size` and counts it.
    final int openRow() {
        requireOpen();
        grow(size + 1);
        return size++;
    }

    /// Makes `row` exist, with rows before it null, and not null itself.
    final void openRow(int row) {
        if (row == size) {
            openRow();
            return;
        }
        requireOpen();
        padTo(row + 1);
        if (!nulls.isEmpty()) {
            nulls.remove(row);
        }
    }

    final void close() {
        requireOpen();
        built = true;
    }

    abstract void grow(int rows);

    abstract void copy(Column column, int row);

    static int roomier(int capacity, int rows) {
        return Math.max(rows, capacity + (capacity >> 1) + 4);
    }

    private void requireOpen() {
        if (built) {
            throw new IllegalStateException("The column is built; make a new builder");
        }
    }
}
