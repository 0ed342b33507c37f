package dev.freshet.engine.cluster;

import org.jspecify.annotations.Nullable;

/// Whose connections a command is for (§14): those that are connected, and those whose connect
/// command is being decided as the command arrives.
///
/// @param user the user's id; empty for anonymous connections, null for any user
/// @param client narrows it to one connection by its id; null for all
/// @param session narrows it to one connection by its session; null for all
/// @param realm narrows it to users of one part of the program's, an organisation for instance;
///   null for all
public record Target(
        @Nullable String user,
        @Nullable String client,
        @Nullable String session,
        @Nullable String realm) {
    public Target {
        if (user == null && client == null && session == null) {
            throw new IllegalArgumentException(
                    "a target names a user, a client or a session; this one names nobody");
        }
    }

    /// Wherever the user belongs.
    public Target(@Nullable String user, @Nullable String client, @Nullable String session) {
        this(user, client, session, null);
    }

    /// The same, narrowed to one part of the program's users.
    public Target within(String newRealm) {
        return new Target(user, client, session, newRealm);
    }

    public static Target user(String user) {
        return new Target(user, null, null);
    }

    public static Target client(String client) {
        return new Target(null, client, null);
    }

    public static Target session(String session) {
        return new Target(null, null, session);
    }

    /// True when it takes to know whose a connection is to say whether it is meant.
    public boolean asksWho() {
        return user != null || realm != null;
    }

    /// True when a connection is meant.
    public boolean matches(String itsUser, String itsClient, String itsSession, String itsRealm) {
        return (user == null || user.equals(itsUser))
                && (client == null || client.equals(itsClient))
                && (realm == null || realm.equals(itsRealm))
                && (session == null || (!session.isEmpty() && session.equals(itsSession)));
    }
}
