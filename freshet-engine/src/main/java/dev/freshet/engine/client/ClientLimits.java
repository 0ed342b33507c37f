package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import java.time.Duration;

/// What one connection may do, and when it is given up (§18).
///
/// @param version the server's version as told in the connect reply, empty for none
/// @param maxConnections on this node; -1 for no limit
/// @param overLimit how a connection beyond that is closed; final by default, as the protocol has
///   it
/// @param pingInterval between pings; zero for none
/// @param pongTimeout from a ping to its pong, shorter than the interval; zero for no check
/// @param staleTimeout from the handshake to the connect command
/// @param maxChannelBytes the longest channel name
/// @param maxSubscriptions per connection
/// @param maxQueuedBytes what may wait for a client that does not read
/// @param handlerConcurrency commands of one connection that handlers work on at the same time; the
///   next waits
public record ClientLimits(
        String version,
        int maxConnections,
        Disconnect overLimit,
        Duration pingInterval,
        Duration pongTimeout,
        Duration staleTimeout,
        int maxChannelBytes,
        int maxSubscriptions,
        long maxQueuedBytes,
        int handlerConcurrency) {
    public ClientLimits {
        if (!pingInterval.isZero() && pongTimeout.compareTo(pingInterval) >= 0) {
            throw new IllegalArgumentException(
                    "pongTimeout is "
                            + pongTimeout
                            + "; it must be shorter than pingInterval, "
                            + pingInterval);
        }
        if (handlerConcurrency < 1) {
            throw new IllegalArgumentException(
                    "handlerConcurrency is " + handlerConcurrency + "; it must be at least 1");
        }
    }

    public static ClientLimits defaults() {
        return new ClientLimits(
                "",
                -1,
                Disconnect.CONNECTION_LIMIT,
                Duration.ofSeconds(25),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                255,
                128,
                4L << 20,
                12);
    }

    /// These limits, to change some of them.
    public ClientLimitsBuilder toBuilder() {
        return new ClientLimitsBuilder(this);
    }
}
