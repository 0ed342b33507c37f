package dev.freshet.server.problem;

/// Every kind of refusal: its `messageId`, the HTTP status and the code on the socket.
///
/// The id stands in the answer, in the log, as the metric label `reason`, and names the page
/// `docs/troubleshooting/<id>.md`; a test checks that each page exists.
public enum ProblemType {
    INTERNAL("internal", 500, 100),
    STORAGE_BUSY("storage.busy", 503, 100),
    AUTH_BAD_CREDENTIALS("auth.bad-credentials", 401, 101),
    AUTH_UNKNOWN_TOKEN("auth.unknown-token", 401, 101),
    AUTH_EXPIRED_TOKEN("auth.expired-token", 401, 101),
    AUTH_SESSION_ENDED("auth.session-ended", 401, 101),
    AUTH_DISABLED("auth.disabled", 401, 101),
    AUTH_WRONG_PASSWORD("auth.wrong-password", 401, 101),
    AUTH_TOO_MANY_ATTEMPTS("auth.too-many-attempts", 429, 101),
    AUTH_BUSY("auth.busy", 503, 100),
    USER_BAD_VALUE("user.bad-value", 400, 400),
    USER_UNKNOWN("user.unknown", 404, 404),
    USER_EXISTS("user.exists", 409, 400),
    USER_LAST_ADMIN("user.last-admin", 409, 400),
    TOKEN_UNKNOWN("token.unknown", 404, 404),
    UNAUTHORIZED("auth.unauthorized", 401, 101),
    FORBIDDEN("auth.forbidden", 403, 403),
    ROUTE_NOT_FOUND("http.not-found", 404, 404),
    METHOD_NOT_ALLOWED("http.method-not-allowed", 405, 400),
    BODY_TOO_LARGE("http.body-too-large", 413, 400);

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
