package dev.freshet.server.channel;

import dev.freshet.server.problem.Problem;

/// Whether somebody may subscribe.
public sealed interface SubscribeDecision {

    /// The subscription is made under the channel's canonical name.
    ///
    /// @param presence keep who is subscribed
    /// @param joinLeave push joins and leaves; needs `presence`
    record Accepted(OrgChannel channel, InitialData initial, boolean presence, boolean joinLeave)
            implements SubscribeDecision {}

    record Refused(Problem problem) implements SubscribeDecision {}

    static SubscribeDecision accepted(OrgChannel channel, InitialData initial) {
        return new Accepted(channel, initial, false, false);
    }
}
