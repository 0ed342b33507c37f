package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// What the server sends one client unasked, other than what all subscribers of a channel get
/// ([ChannelMessage]).
public sealed interface Push {
    /// The server subscribed the client (§14).
    record Subscribe(
            String channel,
            boolean recoverable,
            String epoch,
            long offset,
            boolean positioned,
            @Nullable Payload data)
            implements Push {}

    /// The server ended a subscription; a code of 2500 and above asks the client to subscribe
    /// again.
    record Unsubscribe(String channel, int code, String reason) implements Push {}

    /// An asynchronous message to one client.
    record Message(Payload data) implements Push {}

    /// The first message on a unidirectional transport (§22).
    record Connect(Result.Connect result) implements Push {}

    /// The last message on a transport without close frames (§17.2).
    record Disconnect(int code, String reason) implements Push {}

    /// The server changed the connection's expiry (§8).
    ///
    /// @param ttlSeconds until it expires
    record Refresh(boolean expires, int ttlSeconds) implements Push {}
}
