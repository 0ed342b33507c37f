package dev.freshet.server.channel;

import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.Problem;
import java.util.concurrent.CompletionStage;

/// One of the five scopes: finds who decides about a channel.
///
/// Called on a loop. A data source has to be looked up, so the answer may come later.
@FunctionalInterface
public interface ChannelScope {
    /// A name that the user may not see is answered as if it did not exist.
    CompletionStage<Resolution> resolve(OrgChannel channel, SignedInUser user);

    /// Who decides about a channel, or why nobody does.
    sealed interface Resolution {
        record Handled(ChannelHandler handler) implements Resolution {}

        record Unknown(Problem problem) implements Resolution {}
    }
}
