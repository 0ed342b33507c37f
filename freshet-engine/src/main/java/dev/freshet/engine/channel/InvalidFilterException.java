package dev.freshet.engine.channel;

/// tmp
public final class InvalidFilterException extends Exception {
    public InvalidFilterException(String message) {
        super(message, null, false, false);
    }
}
