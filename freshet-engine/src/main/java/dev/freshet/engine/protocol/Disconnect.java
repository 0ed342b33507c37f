package dev.freshet.engine.protocol;

/// A connection closed by the server: code and reason of the close frame (§17.2).
///
/// Clients reconnect for 3000–3499, 4000–4499 and from 5000 on; the rest is final.
public record Disconnect(int code, String reason) {
    /// The longest reason, in bytes: a close frame's 125 less the code (RFC 6455 §5.5).
    public static final int MAX_REASON_BYTES = 123;

    public static final Disconnect SHUTDOWN = new Disconnect(3001, "shutdown");
    public static final Disconnect INTERNAL = new Disconnect(3004, "internal server error");
    public static final Disconnect CONNECTION_EXPIRED = new Disconnect(3005, "connection expired");
    public static final Disconnect SUBSCRIPTION_EXPIRED =
            new Disconnect(3006, "subscription expired");
    public static final Disconnect SLOW = new Disconnect(3008, "slow");
    public static final Disconnect INSUFFICIENT_STATE = new Disconnect(3010, "insufficient state");
    public static final Disconnect FORCE_RECONNECT = new Disconnect(3011, "force reconnect");
    public static final Disconnect NO_PONG = new Disconnect(3012, "no pong");
    public static final Disconnect TOO_MANY_REQUESTS = new Disconnect(3013, "too many requests");
    public static final Disconnect BAD_REQUEST = new Disconnect(3501, "bad request");
    public static final Disconnect STALE = new Disconnect(3502, "stale");
    public static final Disconnect FORCED = new Disconnect(3503, "force disconnect");
    public static final Disconnect CONNECTION_LIMIT = new Disconnect(3504, "connection limit");
    public static final Disconnect CHANNEL_LIMIT = new Disconnect(3505, "channel limit");
    public static final Disconnect INAPPROPRIATE_PROTOCOL =
            new Disconnect(3506, "inappropriate protocol");
    public static final Disconnect PERMISSION_DENIED = new Disconnect(3507, "permission denied");
    public static final Disconnect NOT_AVAILABLE = new Disconnect(3508, "not available");

    public Disconnect {
        reason = WireText.cut(reason, MAX_REASON_BYTES);
    }

    /// The same code with a reason that says more.
    public Disconnect because(String sentence) {
        return new Disconnect(code, sentence);
    }
}
