package dev.freshet.server.problem;

/// Every kind of refusal: its `messageId`, the HTTP status and the code on the socket.
///
/// The id stands in the answer, in the log, as the metric label `reason`, and names the page
/// `docs/troubleshooting/<id>.md`; a test checks that each page exists.
public enum ProblemType {
    INTERNAL("internal", 500, 100),
    UNAUTHORIZED("auth.unauthorized", 401, 101),
    FORBIDDEN("auth.forbidden", 403, 403),
    ROUTE_NOT_FOUND("http.not-found", 404, 404),
    METHOD_NOT_ALLOWED("http.method-not-allowed", 405, 400),
    BODY_TOO_LARGE("http.body-too-large", 413, 400),
    PUSH_TOO_MANY_VALUES("push.too-many-values", 413, 400),
    STREAM_TOO_MANY_CHANNELS("live.stream.too-many-channels", 429, 106),
    STREAM_TOO_MUCH_MEMORY("live.stream.too-much-memory", 429, 106);

    private final String messageId;
    private final int status;
    private final int wireCode;

    ProblemType(String messageId, int status, int wireCode) {
        this.messageId = messageId;
        this.status = status;
        this.wireCode = wireCode;
    }

    /// The stable text id, for example `live.channel.no-path`.
    public String messageId() {
        return messageId;
    }

    /// The HTTP status of an answer with this problem.
    public int status() {
        return status;
    }

    /// The error code in a reply on the socket (`spec/grafana-live.md` §1.5,
    /// `spec/centrifuge-protocol.md` §17).
    public int wireCode() {
        return wireCode;
    }
}
