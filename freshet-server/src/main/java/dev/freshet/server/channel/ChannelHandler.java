package dev.freshet.server.channel;

import dev.freshet.server.auth.SignedInUser;
import java.util.concurrent.CompletionStage;

/// Decides about the channels of one namespace: a stream, a data source, a plugin, a built-in
/// feature.
///
/// Called on a loop: must not block, and returns a completed stage where it can. Refusals are
/// decisions; an exception is "internal".
public interface ChannelHandler {
    CompletionStage<SubscribeDecision> subscribe(SubscribeRequest request);

    CompletionStage<PublishDecision> publish(PublishRequest request);

    /// What the user may do, without doing it: nothing is started and no plugin is asked.
    ///
    /// @param opened as in [PublishRequest]
    default Permissions permissions(SignedInUser user, OrgChannel channel, boolean opened) {
        return Permissions.ALL;
    }
}
