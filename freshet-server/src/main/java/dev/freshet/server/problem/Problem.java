package dev.freshet.server.problem;

import dev.freshet.source.SourceException;

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

    /// What a source says of its failure, as sentences: some leave the full stop out.
    public static Problem said(ProblemType type, SourceException failure) {
        return new Problem(
                type, sentence(String.valueOf(failure.getMessage())), sentence(failure.hint()));
    }

    /// Both in one line.
    public String text() {
        return hint.isEmpty() ? message : message + " " + hint;
    }

    private static String sentence(String text) {
        return text.isEmpty() || ".!?…".indexOf(text.charAt(text.length() - 1)) >= 0
                ? text
                : text + ".";
    }
}
