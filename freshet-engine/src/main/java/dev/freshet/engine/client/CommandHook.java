package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Command;
import dev.freshet.engine.protocol.ErrorReply;
import org.jspecify.annotations.Nullable;

/// Sees every command before it is handled, and what it was answered.
///
/// Called on the client's event loop; must not block. Pongs are not commands here.
public interface CommandHook {
    /// Called in front of the command's handler; an error refuses the command. Of a `send`, which
    /// has no reply, an error closes the connection with 3508.
    default @Nullable ErrorReply before(Client client, Command command) {
        return null;
    }

    /// Called when the reply was written.
    ///
    /// @param id of the command
    /// @param method the operation's name on the wire
    /// @param refusal null when it succeeded
    default void after(Client client, long id, String method, @Nullable ErrorReply refusal) {}
}
