package dev.freshet.server.frame;

/// The text is not frame JSON; the message says what and where.
public final class InvalidFrameJson extends Exception {
    private static final long serialVersionUID = 1;

    InvalidFrameJson(String message) {
        super(message, null, false, false);
    }
}
