package dev.freshet.engine.protocol;

/// One command refused: the protocol's code and one sentence for the person who has to mend it
/// (§17.1).
///
/// @param temporary true when the same command may succeed later; clients then retry by themselves
public record ErrorReply(int code, String message, boolean temporary) {
    /// The longest message on the wire, in bytes; longer ones are cut at a character and end with
    /// "…".
    public static final int MAX_MESSAGE_BYTES = 200;

    public static final ErrorReply INTERNAL = new ErrorReply(100, "internal server error", true);
    public static final ErrorReply UNAUTHORIZED = new ErrorReply(101, "unauthorized", false);
    public static final ErrorReply UNKNOWN_CHANNEL = new ErrorReply(102, "unknown channel", false);
    public static final ErrorReply PERMISSION_DENIED =
            new ErrorReply(103, "permission denied", false);
    public static final ErrorReply METHOD_NOT_FOUND =
            new ErrorReply(104, "method not found", false);
    public static final ErrorReply ALREADY_SUBSCRIBED =
            new ErrorReply(105, "already subscribed", false);
    public static final ErrorReply LIMIT_EXCEEDED = new ErrorReply(106, "limit exceeded", false);
    public static final ErrorReply BAD_REQUEST = new ErrorReply(107, "bad request", false);
    public static final ErrorReply NOT_AVAILABLE = new ErrorReply(108, "not available", false);
    public static final ErrorReply TOKEN_EXPIRED = new ErrorReply(109, "token expired", false);
    public static final ErrorReply EXPIRED = new ErrorReply(110, "expired", false);
    public static final ErrorReply TOO_MANY_REQUESTS =
            new ErrorReply(111, "too many requests", true);
    public static final ErrorReply UNRECOVERABLE_POSITION =
            new ErrorReply(112, "unrecoverable position", false);

    public ErrorReply {
        message = WireText.shortened(message, MAX_MESSAGE_BYTES);
    }

    /// The same code with a sentence that says which value and what to do.
    public ErrorReply because(String sentence) {
        return new ErrorReply(code, sentence, temporary);
    }
}
