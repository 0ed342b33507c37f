package dev.freshet.engine.protocol;

/// Bytes that were to be one JSON value are not; the message says what is wrong and at which byte.
public final class InvalidJsonException extends Exception {
    public InvalidJsonException(String message) {
        super(message, null, false, false);
    }
}
