package dev.freshet.server.cli;

import java.io.PrintWriter;
import tools.jackson.databind.json.JsonMapper;

/// Prints publications as lines of JSON, and remarks beside them.
final class PublicationPrinter {
    private static final JsonMapper JSON = new JsonMapper();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean withLast;

    PublicationPrinter(PrintWriter out, PrintWriter err, boolean withLast) {
        this.out = out;
        this.err = err;
        this.withLast = withLast;
    }

    void publication(String channel, String data) {
        out.println("{\"channel\":" + JSON.writeValueAsString(channel) + ",\"data\":" + data + "}");
    }

    /// What the server kept for a new subscriber.
    void last(String channel, String data) {
        if (withLast && !data.isEmpty()) {
            publication(channel, data);
        }
    }

    void remark(String sentence) {
        err.println(sentence.replaceAll("\\p{Cntrl}", "?"));
        err.flush();
    }

    /// Hands on what was printed; false when nobody reads it any more.
    boolean flush() {
        return !out.checkError();
    }
}
