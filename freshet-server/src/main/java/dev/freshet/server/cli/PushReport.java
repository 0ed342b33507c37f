package dev.freshet.server.cli;

import dev.freshet.server.problem.ProblemType;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What became of the bodies of one push, with line numbers of the whole input.
final class PushReport {
    private final PrintWriter out;
    private final PrintWriter err;
    private final TreeSet<String> channels = new TreeSet<>();
    private long rows;
    private long rejected;
    private boolean over;

    PushReport(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /// Takes the answer to a body; false when it is a refusal that is not about a line.
    boolean add(LineBodies.Body body, HttpResponse<byte[]> answer) {
        var json = RemoteFailures.json(answer.body());
        if (json.isEmpty()) {
            return false;
        }
        if (answer.statusCode() == 200) {
            stored(body, json.get());
            return true;
        }
        over =
                json.get()
                        .path("messageId")
                        .asString("")
                        .equals(ProblemType.PUSH_BAD_LINE.messageId());
        if (over) {
            printBadLine(body, json.get());
            printNotStored(body);
        }
        return over;
    }

    private void stored(LineBodies.Body body, JsonNode json) {
        rows += json.path("rows").asLong(0);
        json.path("channels").forEach(channel -> channels.add(safe(channel.asString(""))));
        rejected += json.path("rejected").asLong(0);
        json.path("errors").forEach(error -> printBadLine(body, error));
    }

    private void printBadLine(LineBodies.Body body, JsonNode error) {
        // A refused body's message begins with the place in that body.
        var message =
                error.path("message")
                        .asString("")
                        .replaceFirst("^Line \\d+, column \\d+: ", "")
                        .replaceFirst("; nothing from this request was stored\\.$", "");
        err.println(
                "Line %d, column %d, value \"%s\": %s."
                        .formatted(
                                body.firstLine() + error.path("line").asLong(1) - 1,
                                error.path("column").asLong(1),
                                safe(error.path("value").asString("")),
                                safe(message)));
        err.flush();
    }

    private void printNotStored(LineBodies.Body body) {
        long last = body.firstLine() + body.lines() - 1;
        err.println(
                (body.firstLine() == 1
                                ? "Nothing was stored."
                                : "Lines "
                                        + body.firstLine()
                                        + " to "
                                        + last
                                        + " were not stored and the ones after them not sent;"
                                        + " those before are stored.")
                        + " Correct the line, or keep the good ones with --partial.");
        err.flush();
    }

    /// True when nothing more is to be sent.
    boolean isOver() {
        return over;
    }

    boolean isComplete() {
        return !over && rejected == 0;
    }

    /// Says what is stored; nothing when nothing is, which then has its own sentence.
    void print() {
        if (rejected > 0) {
            err.println(
                    rejected == 1 ? "1 line was left out." : rejected + " lines were left out.");
            err.flush();
        }
        if (rows > 0) {
            out.println(
                    "%d %s stored in %s."
                            .formatted(
                                    rows, rows == 1 ? "row" : "rows", String.join(", ", channels)));
            out.flush();
        }
    }

    private static String safe(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
