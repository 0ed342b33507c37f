package dev.freshet.server.pluginstream;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.source.StreamUser;
import java.util.Locale;

/// A signed-in user in the words of sources.
public final class SourceUser {
    private SourceUser() {}

    public static StreamUser of(SignedInUser user) {
        var role = user.role().name();
        return new StreamUser(
                user.login(),
                user.name(),
                "",
                role.charAt(0) + role.substring(1).toLowerCase(Locale.ROOT));
    }
}
