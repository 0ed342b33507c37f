package dev.freshet.engine.client;

/// What all connections of one user on this node may do together. Connections without a user id,
/// and those of a user that many people share ([Credentials#shared]), are not added up.
///
/// @param maxConnections 0 for no limit; one more is closed with 3504
/// @param maxSubscriptions 0 for no limit; one more is refused with 106
/// @param rate how fast they may send
public record UserLimits(int maxConnections, int maxSubscriptions, RateLimit rate) {
    public static final UserLimits NONE = new UserLimits(0, 0, RateLimit.NONE);
}
