package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// Who a connection belongs to. One instance may serve many connections.
///
/// @param user the user's id on the wire; empty for anonymous
/// @param info shown to others with publications, presence, join and leave
/// @param attachment whatever the embedding program wants to find again in events; the engine does
///   not look at it
public record Credentials(String user, @Nullable Payload info, @Nullable Object attachment) {
    public static Credentials ofUser(String user) {
        return new Credentials(user, null, null);
    }
}
