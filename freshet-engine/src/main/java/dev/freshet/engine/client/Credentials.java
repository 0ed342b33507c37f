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
/// @param realm the part of the program's users that this one belongs to, an organisation for
///   instance; empty for none. Commands of the cluster may be narrowed to one
public record Credentials(
        String user,
        @Nullable Payload info,
        @Nullable Object attachment,
        boolean shared,
        String realm) {
    public Credentials {
        shared = shared || user.isEmpty();
    }

    /// Those of one user alone.
    public Credentials(String user, @Nullable Payload info, @Nullable Object attachment) {
        this(user, info, attachment, false, "");
    }

    public static Credentials ofUser(String user) {
        return new Credentials(user, null, null);
    }

    /// The same for many people.
    public Credentials asShared() {
        return new Credentials(user, info, attachment, true, realm);
    }

    /// The same in a part of the program's users.
    public Credentials in(String newRealm) {
        return new Credentials(user, info, attachment, shared, newRealm);
    }

    /// With something else to show to others.
    public Credentials withInfo(Payload newInfo) {
        return new Credentials(user, newInfo, attachment, shared, realm);
    }
}
