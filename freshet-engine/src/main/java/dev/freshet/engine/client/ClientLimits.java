package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import java.time.Duration;

/// What one connection may do, and when it is given up (§18).
///
/// @param version the server's version as told in the connect reply, empty for none
/// @param tellsTime true to tell the server's clock in the connect reply
/// @param maxConnections on this node; -1 for no limit
/// @param overLimit how a connection beyond that is closed; final by default, as the protocol has
///   it
/// @param perUser what all connections of a user may do together
/// @param pings how connections are pinged
/// @param staleTimeout from the handshake to the connect command
/// @param expiredDelay how long after its expiry a connection or subscription may still be
///   refreshed by its client
/// @param upkeepInterval how often presence entries are refreshed, and expired subscriptions and
///   positions looked at
/// @param maxChannelBytes the longest channel name
/// @param maxSubscriptions per connection
/// @param maxQueuedBytes what may wait for a client that does not read
/// @param handlerConcurrency commands of one connection that handlers work on at the same time; the
///   next waits
/// @param rate how fast one connection may send
/// @param streams limits on history and recovery
public record ClientLimits(
        String version,
        boolean tellsTime,
        int maxConnections,
        Disconnect overLimit,
        UserLimits perUser,
        PingRule pings,
        Duration staleTimeout,
        Duration expiredDelay,
        Duration upkeepInterval,
        int maxChannelBytes,
        int maxSubscriptions,
        long maxQueuedBytes,
        int handlerConcurrency,
        RateLimit rate,
        StreamLimits streams) {
    public ClientLimits {
        if (maxConnections < -1) {
            throw new IllegalArgumentException(
                    "maxConnections is "
                            + maxConnections
                            + "; it must be -1 for no limit, or the most that there may be");
        }
        if (handlerConcurrency < 1) {
            throw new IllegalArgumentException(
                    "handlerConcurrency is " + handlerConcurrency + "; it must be at least 1");
        }
        if (!upkeepInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "upkeepInterval is " + upkeepInterval + "; it must be positive");
        }
    }

    public static ClientLimits defaults() {
        return new ClientLimitsBuilder().build();
    }

    /// These limits, to change some of them.
    public ClientLimitsBuilder toBuilder() {
        return new ClientLimitsBuilder(this);
    }
}
