package dev.freshet.server.pluginstream;

import dev.freshet.server.auth.SignedInUser;
import java.util.Optional;

/// Looks people up again while their streams run. Any thread; from memory.
@FunctionalInterface
public interface People {
    /// The same person as the tables have them now; empty when removed or disabled.
    Optional<SignedInUser> now(SignedInUser user);
}
