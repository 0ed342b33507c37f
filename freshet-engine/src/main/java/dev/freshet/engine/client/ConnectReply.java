package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets a client connect.
///
/// @param credentials who it is; null when the HTTP layer said so already
/// @param data handed to the client with the reply
/// @param subscriptions channels that the server subscribes it to, by the name that the client sees
/// @param expiry when the connection ends unless it is refreshed; null for never
/// @param pings how this connection is pinged; null as [ClientLimits] say
public record ConnectReply(
        @Nullable Credentials credentials,
        @Nullable Payload data,
        Map<String, SubscribeReply> subscriptions,
        @Nullable Expiry expiry,
        @Nullable PingRule pings) {
    /// With the credentials of the HTTP layer.
    public static ConnectReply ok() {
        return new ConnectReply(null, null, Map.of(), null, null);
    }

    public static ConnectReply as(Credentials credentials) {
        return new ConnectReply(credentials, null, Map.of(), null, null);
    }

    public ConnectReply withData(@Nullable Payload newData) {
        return new ConnectReply(credentials, newData, subscriptions, expiry, pings);
    }

    public ConnectReply withSubscriptions(Map<String, SubscribeReply> newSubscriptions) {
        return new ConnectReply(credentials, data, newSubscriptions, expiry, pings);
    }

    public ConnectReply withExpiry(@Nullable Expiry newExpiry) {
        return new ConnectReply(credentials, data, subscriptions, newExpiry, pings);
    }

    public ConnectReply withPings(PingRule newPings) {
        return new ConnectReply(credentials, data, subscriptions, expiry, newPings);
    }
}
