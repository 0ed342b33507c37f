package dev.freshet.server.config;

import java.time.Duration;

/// `[freshet.engine]`: limits of the engine that Grafana has no keys for.
///
/// @param pingInterval zero for no pings
/// @param pongTimeout zero for no check, else shorter than the interval
/// @param staleTimeout from the handshake to the connect command
/// @param maxSubscriptions of one connection
/// @param maxQueuedBytes that may wait for one client
/// @param handlerConcurrency commands of one connection at the same time
/// @param groupQueuePublications that may wait for the subscribers of one channel on one loop
/// @param groupQueueBytes the same in bytes
/// @param maxHeldBytes that slow clients may hold on one loop
/// @param maxHistoryBytes that the histories of all channels may take together
/// @param perConnection how fast one connection may send
/// @param perUser the same for all connections of a user
/// @param maxConnectionsPerUser 0 for no limit
/// @param maxSubscriptionsPerUser 0 for no limit
/// @param maxHistory publications of one history command, 0 for no limit
/// @param maxRecovery publications of one recovery, 0 for no limit
/// @param compression of messages on WebSockets
public record EngineSettings(
        Duration pingInterval,
        Duration pongTimeout,
        Duration staleTimeout,
        int maxSubscriptions,
        long maxQueuedBytes,
        int handlerConcurrency,
        int groupQueuePublications,
        int groupQueueBytes,
        long maxHeldBytes,
        long maxHistoryBytes,
        Rate perConnection,
        Rate perUser,
        int maxConnectionsPerUser,
        int maxSubscriptionsPerUser,
        int maxHistory,
        int maxRecovery,
        Compression compression) {
    /// How fast somebody may send.
    ///
    /// @param commands per second, 0 for no limit
    /// @param bytes per second, 0 for no limit
    public record Rate(int commands, int bytes) {}

    /// Whether clients that offer it are sent compressed messages.
    ///
    /// @param level from 1, the fastest, to 9, the smallest
    /// @param minBytes shorter messages are sent as they are
    public record Compression(boolean enabled, int level, int minBytes) {}

    public EngineSettings {
        if (!pingInterval.isZero() && pongTimeout.compareTo(pingInterval) >= 0) {
            throw new IllegalArgumentException("pongTimeout is not shorter than pingInterval");
        }
    }

    static EngineSettings from(Values values) {
        var ping = values.get(Keys.PING_INTERVAL);
        var pong = values.get(Keys.PONG_TIMEOUT);
        if (!ping.isZero() && pong.compareTo(ping) >= 0) {
            values.reject(
                    Keys.PONG_TIMEOUT,
                    "is not shorter than ping_interval, " + DurationText.print(ping));
            pong = Duration.ZERO;
        }
        return new EngineSettings(
                ping,
                pong,
                values.get(Keys.STALE_TIMEOUT),
                values.get(Keys.MAX_SUBSCRIPTIONS),
                values.get(Keys.MAX_QUEUED_BYTES),
                values.get(Keys.HANDLER_CONCURRENCY),
                values.get(Keys.GROUP_QUEUE_PUBLICATIONS),
                Math.toIntExact(values.get(Keys.GROUP_QUEUE_BYTES)),
                values.get(Keys.MAX_HELD_BYTES),
                values.get(Keys.MAX_HISTORY_BYTES),
                new Rate(
                        values.get(Keys.MAX_COMMANDS_PER_SECOND),
                        Math.toIntExact(values.get(Keys.MAX_BYTES_PER_SECOND))),
                new Rate(
                        values.get(Keys.MAX_COMMANDS_PER_SECOND_AND_USER),
                        Math.toIntExact(values.get(Keys.MAX_BYTES_PER_SECOND_AND_USER))),
                values.get(Keys.MAX_CONNECTIONS_PER_USER),
                values.get(Keys.MAX_SUBSCRIPTIONS_PER_USER),
                values.get(Keys.MAX_HISTORY),
                values.get(Keys.MAX_RECOVERY),
                new Compression(
                        values.get(Keys.COMPRESSION),
                        values.get(Keys.COMPRESSION_LEVEL),
                        Math.toIntExact(values.get(Keys.COMPRESSION_MIN_BYTES))));
    }
}
