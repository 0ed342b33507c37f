package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// Lets a client connect.
///
/// @param credentials who it is; null when the HTTP layer said so already
/// @param data handed to the client with the reply
public record ConnectReply(@Nullable Credentials credentials, @Nullable Payload data) {
    /// With the credentials of the HTTP layer.
    public static ConnectReply ok() {
        return new ConnectReply(null, null);
    }

    public static ConnectReply as(Credentials credentials) {
        return new ConnectReply(credentials, null);
    }
}
