package dev.freshet.server.socket;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Client;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.server.auth.SignedInUser;
import java.util.Optional;
import java.util.function.Function;

/// Makes changes of an account reach connections that are open already: who was deleted or disabled
/// or left the organisation is closed for good, who has another role has to connect again and is
/// asked anew for every subscription.
public final class AccountWatch {
    private final Engine engine;
    private final Function<SignedInUser, Optional<SignedInUser>> asTheyAreNow;

    /// Watches the clients of this engine.
    ///
    /// @param asTheyAreNow the same user as the tables have them now, empty when they may not be
    ///   here any more; called on event loops, so it answers from memory
    public AccountWatch(
            Engine engine, Function<SignedInUser, Optional<SignedInUser>> asTheyAreNow) {
        this.engine = engine;
        this.asTheyAreNow = asTheyAreNow;
    }

    /// Looks at every connection once. Any thread; returns at once.
    public void look() {
        engine.forEachClient(this::look);
    }

    private void look(Client client) {
        var credentials = client.credentials();
        if (credentials == null || !(credentials.attachment() instanceof SignedInUser user)) {
            return;
        }
        var now = asTheyAreNow.apply(user);
        if (now.isEmpty()) {
            client.disconnect(
                    Disconnect.PERMISSION_DENIED.because(
                            "permission denied: the account \""
                                    + user.login()
                                    + "\" was removed or disabled, or left the organisation"));
        } else if (now.get().role() != user.role()
                || !now.get().permissions().equals(user.permissions())) {
            client.disconnect(
                    Disconnect.FORCE_RECONNECT.because(
                            "force reconnect: the role of \"" + user.login() + "\" has changed"));
        }
    }
}
