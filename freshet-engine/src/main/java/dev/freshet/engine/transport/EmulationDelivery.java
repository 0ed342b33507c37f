package dev.freshet.engine.transport;

/// What became of commands that came beside a stream of this node; other nodes answer each other
/// with the code (§21).
enum EmulationDelivery {
    TAKEN(0),

    /// A session in JSON takes its commands from a JSON string, and they were something else.
    BAD_REQUEST(1),

    NO_SESSION(2);

    private final int code;

    EmulationDelivery(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
