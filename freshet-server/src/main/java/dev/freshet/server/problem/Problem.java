package dev.freshet.server.problem;

/// One refusal: what happened and which value (`message`), and what to do (`hint`, may be empty).
///
/// HTTP answers carry `{"message", "messageId", "statusCode", "hint"}`; the socket carries the
/// type's code and the message, cut to 200 bytes.
public record Problem(ProblemType type, String message, String hint) {
    public static Problem of(ProblemType type, String message) {
        return new Problem(type, message, "");
    }

    public static Problem of(ProblemType type, String message, String hint) {
        return new Problem(type, message, hint);
    }
}
