package dev.freshet.engine.client;

/// A subscription has ended.
///
/// @param channel the canonical name
/// @param code 0 when the client asked, 1 when the connection closed, else what the server gave as
///   its reason
public record UnsubscribeEvent(Client client, String channel, int code) {
    public static final int CLIENT_ASKED = 0;
    public static final int CONNECTION_CLOSED = 1;
    public static final int SERVER_UNSUBSCRIBED = 2000;
    public static final int INSUFFICIENT_STATE = 2500;
    public static final int EXPIRED = 2501;
}
