package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// Who published, joined or left.
///
/// @param user the user's id, may be empty
/// @param client the connection's id
/// @param connInfo what the connection's credentials say about it
/// @param chanInfo what its subscription to the channel says about it
public record ClientInfo(
        String user, String client, @Nullable Payload connInfo, @Nullable Payload chanInfo) {
    /// About how many bytes it takes, for queues that count.
    int payloadBytes() {
        return user.length()
                + client.length()
                + (connInfo == null ? 0 : connInfo.size())
                + (chanInfo == null ? 0 : chanInfo.size());
    }
}
