package dev.freshet.source;

import java.util.Optional;

/// The type of a field's values, as frame JSON names it.
///
/// Each has a coarse kind for the browser (`number`) and the exact type that reading back restores
/// (`float64`).
public enum FieldType {
    TIME("time", "time.Time"),
    FLOAT64("number", "float64"),
    FLOAT32("number", "float32"),
    INT8("number", "int8"),
    INT16("number", "int16"),
    INT32("number", "int32"),
    INT64("number", "int64"),
    UINT8("number", "uint8"),
    UINT16("number", "uint16"),
    UINT32("number", "uint32"),
    UINT64("number", "uint64"),
    STRING("string", "string"),
    BOOLEAN("boolean", "bool"),
    ENUM("enum", "enum"),
    JSON("other", "json.RawMessage");

    private final String kind;
    private final String exact;

    FieldType(String kind, String exact) {
        this.kind = kind;
        this.exact = exact;
    }

    /// The coarse type, JSON member `type`.
    public String kind() {
        return kind;
    }

    /// The exact type, JSON member `typeInfo.frame`.
    public String exact() {
        return exact;
    }

    /// True for values that a [LongColumn] holds.
    public boolean isInteger() {
        return (compareTo(INT8) >= 0 && compareTo(UINT64) <= 0) || this == ENUM;
    }

    /// True for values that a [DoubleColumn] holds.
    public boolean isFloat() {
        return this == FLOAT64 || this == FLOAT32;
    }

    /// The type with this exact name.
    public static Optional<FieldType> ofExact(String name) {
        for (FieldType type : values()) {
            if (type.exact.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
