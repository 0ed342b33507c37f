package dev.freshet.server.managedstream;

/// Values of a field that could not be kept.
///
/// @param field the field's name
/// @param values how many values
public record FieldLoss(String field, Reason reason, long values) {
    /// Why a value was lost.
    public enum Reason {
        /// Of another type than the field's first value; null in its place.
        OTHER_TYPE,
        /// The stream already has as many fields as it may.
        TOO_MANY_FIELDS,
        /// A second field of the same name and labels in one frame.
        DUPLICATE
    }
}
