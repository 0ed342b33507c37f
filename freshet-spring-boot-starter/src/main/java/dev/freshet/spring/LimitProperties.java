package dev.freshet.spring;

import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.PingRule;
import dev.freshet.engine.client.RateLimit;
import dev.freshet.engine.client.StreamLimits;
import dev.freshet.engine.client.UserLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What `freshet.limits.*` says.
///
/// @param maxConnections Connections to this node; -1 for no limit.
/// @param maxUserConnections Connections of one user; 0 for no limit.
/// @param maxUserSubscriptions Subscriptions of all connections of one user; 0 for no limit.
/// @param maxSubscriptions Subscriptions of one connection.
/// @param maxChannelLength Longest channel name in bytes.
/// @param maxQueued What may wait for a client that does not read.
/// @param handlerConcurrency Commands of one connection that handlers work on at the same time.
/// @param commandsPerSecond Commands that one connection may send per second; 0 for no limit.
/// @param bytesPerSecond Bytes that one connection may send per second; 0 for no limit.
/// @param maxHistory Publications that one history command may bring; 0 for no limit.
/// @param maxRecovery Publications that one recovery may bring; 0 for no limit.
/// @param staleTimeout From the handshake to the connect command.
/// @param expiredDelay How long after its expiry a connection or subscription may be refreshed.
/// @param upkeepInterval How often presence is refreshed, and expiry and positions are looked at.
/// @param positionCheckDelay After so much silence a subscription is compared with its channel.
public record LimitProperties(
        @DefaultValue("-1") int maxConnections,
        @DefaultValue("0") int maxUserConnections,
        @DefaultValue("0") int maxUserSubscriptions,
        @DefaultValue("128") int maxSubscriptions,
        @DefaultValue("255") int maxChannelLength,
        @DefaultValue("4MB") DataSize maxQueued,
        @DefaultValue("12") int handlerConcurrency,
        @DefaultValue("0") int commandsPerSecond,
        @DefaultValue("0") int bytesPerSecond,
        @DefaultValue("0") int maxHistory,
        @DefaultValue("0") int maxRecovery,
        @DefaultValue("15s") Duration staleTimeout,
        @DefaultValue("25s") Duration expiredDelay,
        @DefaultValue("25s") Duration upkeepInterval,
        @DefaultValue("40s") Duration positionCheckDelay) {
    ClientLimits limits(PingRule pings) {
        return ClientLimits.defaults().toBuilder()
                .pings(pings)
                .maxConnections(maxConnections)
                .perUser(new UserLimits(maxUserConnections, maxUserSubscriptions, RateLimit.NONE))
                .maxSubscriptions(maxSubscriptions)
                .maxChannelBytes(maxChannelLength)
                .maxQueuedBytes(maxQueued.toBytes())
                .handlerConcurrency(handlerConcurrency)
                .rate(new RateLimit(commandsPerSecond, bytesPerSecond))
                .streams(new StreamLimits(maxHistory, maxRecovery, positionCheckDelay))
                .staleTimeout(staleTimeout)
                .expiredDelay(expiredDelay)
                .upkeepInterval(upkeepInterval)
                .build();
    }
}
