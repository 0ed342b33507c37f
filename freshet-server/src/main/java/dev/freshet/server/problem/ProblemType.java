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
    AUTH_UNKNOWN_KEY("auth.unknown-key", 401, 101),
    AUTH_SESSION_ENDED("auth.session-ended", 401, 101),
    AUTH_DISABLED("auth.disabled", 401, 101),
    AUTH_WRONG_PASSWORD("auth.wrong-password", 401, 101),
    AUTH_TOO_MANY_ATTEMPTS("auth.too-many-attempts", 429, 101),
    AUTH_BUSY("auth.busy", 503, 100),
    AUTH_NOT_A_MEMBER("auth.not-a-member", 403, 103),
    USER_BAD_VALUE("user.bad-value", 400, 400),
    USER_UNKNOWN("user.unknown", 404, 404),
    USER_EXISTS("user.exists", 409, 400),
    USER_LAST_ADMIN("user.last-admin", 409, 400),
    DATASOURCE_NOT_FOUND("datasource.not-found", 404, 404),
    DATASOURCE_BAD_BODY("datasource.bad-body", 400, 400),
    DATASOURCE_EXISTS("datasource.exists", 409, 400),
    DATASOURCE_READ_ONLY("datasource.read-only", 403, 403),
    DATASOURCE_CHANGED("datasource.changed-meanwhile", 409, 400),
    PROVISIONING_BAD_FILE("provisioning.bad-file", 500, 100),
    QUERY_BAD_BODY("datasource.query.bad-body", 400, 107),
    QUERY_FAILED("datasource.query.failed", 400, 400),
    QUERY_UNANSWERABLE("datasource.query.unanswerable", 400, 400),
    DATASOURCE_SECRETS("datasource.unreadable-secrets", 500, 100),
    ORG_BAD_VALUE("org.bad-value", 400, 400),
    ORG_UNKNOWN("org.unknown", 404, 404),
    ORG_EXISTS("org.exists", 409, 400),
    ORG_IS_MAIN("org.is-main", 409, 400),
    ORG_LAST_ONE("org.last-one", 409, 400),
    TOKEN_UNKNOWN("token.unknown", 404, 404),
    UNAUTHORIZED("auth.unauthorized", 401, 101),
    FORBIDDEN("auth.forbidden", 403, 403),
    ORIGIN_REFUSED("auth.origin", 403, 403),

    BAD_REQUEST("http.bad-request", 400, 400),
    ROUTE_NOT_FOUND("http.not-found", 404, 404),
    METHOD_NOT_ALLOWED("http.method-not-allowed", 405, 400),
    REQUEST_TIMEOUT("http.timeout", 408, 400),
    BODY_TOO_LARGE("http.body-too-large", 413, 400),
    URL_TOO_LONG("http.url-too-long", 414, 400),
    UNSUPPORTED_ENCODING("http.unsupported-encoding", 415, 400),
    EXPECTATION_FAILED("http.expectation-failed", 417, 400),
    UPGRADE_REQUIRED("http.upgrade-required", 426, 400),
    TOO_MANY_PIPELINED("http.too-many-pipelined", 429, 400),
    HEADERS_TOO_LARGE("http.headers-too-large", 431, 400),

    CHANNEL_EMPTY("live.channel.empty", 400, 400),
    CHANNEL_TOO_LONG("live.channel.too-long", 400, 400),
    CHANNEL_NO_PREFIX("live.channel.no-prefix", 400, 400),
    CHANNEL_NO_NAMESPACE("live.channel.no-namespace", 400, 400),
    CHANNEL_NO_PATH("live.channel.no-path", 400, 400),
    CHANNEL_EMPTY_PART("live.channel.empty-part", 400, 400),
    CHANNEL_BAD_CHARACTER("live.channel.bad-character", 400, 400),
    CHANNEL_FOREIGN_ORG("live.channel.foreign-org", 403, 103),
    UNKNOWN_SCOPE("live.channel.unknown-scope", 404, 404),
    UNKNOWN_DATASOURCE("live.channel.unknown-datasource", 404, 404),
    UNKNOWN_PLUGIN("live.channel.unknown-plugin", 404, 404),
    STALE_PLUGIN("live.channel.stale-plugin", 404, 404),
    UNKNOWN_FEATURE("live.channel.unknown-feature", 404, 404),
    WATCH_DISABLED("live.channel.watch-disabled", 404, 404),
    SUBSCRIBE_REFUSED("live.channel.subscribe-refused", 403, 403),
    PUBLISH_REFUSED("live.channel.publish-refused", 403, 403),
    NOT_SUBSCRIBED("live.channel.not-subscribed", 403, 103),
    NO_PRESENCE("live.channel.no-presence", 404, 108),
    NO_HISTORY("live.channel.no-history", 404, 108),

    PUBLISH_BAD_BODY("live.publish.bad-body", 400, 400),
    BUSY("live.busy", 503, 100),
    NODE_UNKNOWN("live.node-unknown", 404, 404),
    NODE_UNREACHABLE("live.node-unreachable", 500, 100),

    API_BAD_REQUEST("server-api.bad-request", 400, 107),
    API_LIMIT("server-api.limit", 400, 106),
    API_UNKNOWN_METHOD("server-api.unknown-method", 404, 104),
    API_UNRECOVERABLE_POSITION("server-api.unrecoverable-position", 416, 112),
    API_INCOMPLETE("server-api.incomplete", 500, 100),

    PUSH_BAD_LINE("push.bad-line", 400, 400),
    PUSH_BAD_STREAM("push.bad-stream", 400, 400),
    PUSH_BAD_FORMAT("push.bad-format", 400, 400),
    PUSH_BAD_GZIP("push.bad-gzip", 400, 400),
    INFLUX_BAD_REQUEST("push.influx-bad-request", 400, 400),
    PUSH_TOO_MANY_VALUES("push.too-many-values", 413, 400),
    STREAM_TOO_MANY_CHANNELS("live.stream.too-many-channels", 429, 106),
    STREAM_TOO_MUCH_MEMORY("live.stream.too-much-memory", 429, 106),

    SOURCE_PATH_NOT_FOUND("live.source.path-not-found", 404, 404),
    SOURCE_PERMISSION_DENIED("live.source.permission-denied", 403, 403),
    SOURCE_UNAVAILABLE("live.source.unavailable", 503, 503),
    PLUGIN_MISSING("live.source.plugin-missing", 404, 404),
    SOURCE_FAILED("live.source.failed", 500, 100),
    SOURCE_TIMEOUT("live.source.timeout", 504, 100);

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
