package dev.freshet.engine.client;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a connection or subscription ends unless it is refreshed (§8).
///
/// @param at not later than a year from now; later ones are cut to that
/// @param clientRefreshes true when the client has to send a new token in time; false when the
///   server's own refresh handler is asked
public record Expiry(Instant at, boolean clientRefreshes) {
    private static final Duration LONGEST = Duration.ofDays(365);

    public static Expiry refreshedByClient(Instant at) {
        return new Expiry(at, true);
    }

    public static Expiry refreshedByServer(Instant at) {
        return new Expiry(at, false);
    }

    boolean isPast(Instant now) {
        return !at.isAfter(now);
    }

    /// Whole seconds until then, at least 1 for what has not expired.
    int ttlSeconds(Instant now) {
        var ttl = until(now).toSeconds();
        return (int) Math.max(ttl, 1);
    }

    Duration until(Instant now) {
        var ttl = Duration.between(now, at);
        return ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
    }

    /// The seconds that a client is told; 0 when it has nothing to do about it.
    static int toldSeconds(@Nullable Expiry expiry, Instant now) {
        return expiry == null || !expiry.clientRefreshes ? 0 : expiry.ttlSeconds(now);
    }
}
