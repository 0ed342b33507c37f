package dev.freshet.plugins.arrow;

/// A frame in Arrow's format cannot be read. The message completes *… answered with a frame that*.
public final class UnreadableArrow extends Exception {
    private static final int LONGEST = 200;

    UnreadableArrow(String message) {
        super(message);
    }

    UnreadableArrow(String message, Throwable cause) {
        super(message, cause);
    }

    /// That something in it makes no sense, in the words of who found out.
    static UnreadableArrow broken(Throwable cause) {
        var text =
                cause.getMessage() == null
                        ? "something in it points elsewhere"
                        : cause.getMessage();
        return new UnreadableArrow(
                "is broken: " + text.substring(0, Math.min(LONGEST, text.length())), cause);
    }
}
