package dev.freshet.sources.sql;

/// What kind of values a column of an answer has.
enum ColumnKind {
    TIME,
    /// Shown as a double.
    NUMBER,
    /// 64 bits, signed.
    INTEGER,
    /// 64 bits, unsigned.
    UNSIGNED,
    BOOLEAN,
    TEXT,
    JSON,
    /// Bytes, shown as Base64.
    BYTES;

    boolean isNumeric() {
        return this == NUMBER || this == INTEGER || this == UNSIGNED;
    }
}
