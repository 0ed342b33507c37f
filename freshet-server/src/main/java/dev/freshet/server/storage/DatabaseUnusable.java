package dev.freshet.server.storage;

/// The database cannot be opened; the message names the file, the reason and the remedy.
public final class DatabaseUnusable extends Exception {
    DatabaseUnusable(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseUnusable(String message) {
        super(message);
    }
}
