package dev.freshet.server.push;

import dev.freshet.server.managedstream.PushOutcome;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;

/// The sentences of refused pushes.
final class PushRefusals {
    private static final int LONGEST_QUOTE = 40;

    private PushRefusals() {}

    static Problem badLine(LineError error) {
        return Problem.of(
                ProblemType.PUSH_BAD_LINE,
                error.sentence() + "; nothing from this request was stored.",
                "Correct the line, or keep the good ones with ?partial=true.");
    }

    static Problem notStored(PushOutcome outcome) {
        return switch (outcome) {
            case PushOutcome.Busy(String channel) ->
                    Problem.of(
                            ProblemType.BUSY,
                            "Channel \""
                                    + channel
                                    + "\" is full: its subscribers take less than is pushed."
                                    + " Nothing was stored.",
                            "Send it again later; agents do so by themselves.");
            case PushOutcome.Refused(Problem problem) -> problem;
            case PushOutcome.Accepted accepted ->
                    throw new IllegalArgumentException("no refusal: " + accepted);
        };
    }

    static Problem streamId(String id) {
        return Problem.of(
                ProblemType.PUSH_BAD_STREAM,
                "Stream id \""
                        + quote(id)
                        + "\" is not possible: it needs 1 to 100 letters, digits or _ - ."
                        + " characters.",
                "Use for example /api/live/push/telegraf.");
    }

    static Problem format(String format) {
        return Problem.of(
                ProblemType.PUSH_BAD_FORMAT,
                "gf_live_frame_format is \""
                        + quote(format)
                        + "\"; it can be labels_column or wide.");
    }

    static Problem partial(String partial) {
        return Problem.of(
                ProblemType.BAD_REQUEST,
                "The parameter partial is \"" + quote(partial) + "\"; it can be true or false.");
    }

    static String quote(String text) {
        var shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return shown.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
    }
}
