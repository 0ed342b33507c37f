package dev.freshet.engine.transport;

/// How a request beside a stream is answered (§21).
public enum EmulationOutcome {
    /// The node that it names has it. Nobody is told whether there is such a session.
    TAKEN(204, "The commands were taken."),

    /// It cannot be read.
    MALFORMED(400, "The body is not an object with node, session and data."),

    /// It names no node, or none that is known.
    UNKNOWN_NODE(404, "The body names no node, or one that is gone; connect again."),

    /// The node that it names could not be reached.
    FAILED(500, "The node that the body names could not be reached; try again.");

    private final int status;
    private final String sentence;

    EmulationOutcome(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /// As an HTTP status.
    public int status() {
        return status;
    }

    /// As a sentence for people.
    public String sentence() {
        return sentence;
    }
}
