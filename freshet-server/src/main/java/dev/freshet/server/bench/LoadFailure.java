package dev.freshet.server.bench;

/// The load could not be put on the server at all; the message is for the person who asked.
final class LoadFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    LoadFailure(String message) {
        super(Endings.shortened(message));
    }
}
