package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Payload;
import org.jspecify.annotations.Nullable;

/// Who a connection belongs to. One instance may serve many connections.
///
/// @param user the user's id on the wire; empty for anonymous
/// @param info shown to others with publications, presence, join and leave
/// @param attachment whatever the embedding program wants to find again in events; the engine does
///   not look at it
/// @param shared true when many people go by this user id, anonymous viewers for instance: what one
///   user may do is then not asked of all of them together. An empty id is shared anyway
public record Credentials(
        String user, @Nullable Payload info, @Nullable Object attachment, boolean shared) {
    public Credentials {
        shared = shared || user.isEmpty();
    }

    /// Those of one user alone.
    public Credentials(String user, @Nullable Payload info, @Nullable Object attachment) {
        this(user, info, attachment, false);
    }

    public static Credentials ofUser(String user) {
        return new Credentials(user, null, null);
    }

    /// The same for many people.
    public Credentials asShared() {
        return new Credentials(user, info, attachment, true);
    }

    /// With something else to show to others.
    public Credentials withInfo(Payload newInfo) {
        return new Credentials(user, newInfo, attachment, shared);
    }
}
