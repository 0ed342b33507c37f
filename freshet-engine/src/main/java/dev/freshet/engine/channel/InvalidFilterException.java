package dev.freshet.engine.channel;

/// A tags filter that means nothing; the message says which node is wrong and what to do, in at
/// most 200 bytes.
///
/// Any client can cause it: no stack trace.
public final class InvalidFilterException extends Exception {
    private static final int SHOWN_PATH = 30;
    private static final int SHOWN_VALUE = 16;

    public InvalidFilterException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// What is wrong with a node; of a long path the end is shown.
    static InvalidFilterException at(String path, String what) {
        int from = Math.max(0, path.length() - SHOWN_PATH);
        return new InvalidFilterException(
                "Node " + (from > 0 ? "…" : "") + path.substring(from) + " " + what);
    }

    /// The beginning of what a client sent, in quotes.
    static String shown(String value) {
        int characters = value.codePointCount(0, value.length());
        return characters <= SHOWN_VALUE
                ? "\"" + value + "\""
                : "\"" + value.substring(0, value.offsetByCodePoints(0, SHOWN_VALUE)) + "…\"";
    }
}
