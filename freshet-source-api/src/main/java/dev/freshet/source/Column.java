package dev.freshet.source;

/// The values of one [Field]: a fixed number of rows of one [FieldType], any of which may be null.
///
/// Columns are immutable; each kind has a builder that grows a primitive array and hands it over
/// without a copy.
public sealed interface Column
        permits BooleanColumn, DoubleColumn, JsonColumn, LongColumn, StringColumn, TimeColumn {

    /// The type of every value.
    FieldType type();

    /// The number of rows.
    int size();

    /// True when this row has no value.
    boolean isNull(int row);

    /// True when some row has no value.
    boolean hasNulls();
}
