package dev.freshet.server.push;

/// What is wrong with one line.
///
/// @param line the line in the body, from 1
/// @param column the character in it, from 1
/// @param value the offending text, shortened
/// @param message what is wrong, without the place: `field "load" has value "12.x", which is not a
///   number`
public record LineError(int line, int column, String value, String message) {
    /// The whole sentence: `Line 3, column 27: field "load" has value "12.x", which is not a
    /// number`.
    public String sentence() {
        return "Line %d, column %d: %s".formatted(line, column, message);
    }
}
