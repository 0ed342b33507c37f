package dev.freshet.engine.protocol;

/// A frame that cannot be read as commands; the connection ends with 3501.
///
/// Thrown for every bad frame of every stranger, so it carries no stack trace.
public final class MalformedCommandException extends Exception {
    public MalformedCommandException(String message) {
        super(message, null, false, false);
    }
}
