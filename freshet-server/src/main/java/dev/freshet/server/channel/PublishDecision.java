package dev.freshet.server.channel;

import dev.freshet.server.problem.Problem;

/// Whether somebody may publish, and what.
public sealed interface PublishDecision {

    /// Publish this, which need not be what was sent: a plugin may rewrite it.
    record Publish(OrgChannel channel, Json json) implements PublishDecision {}

    /// Taken, but there is nothing to publish.
    record Nothing() implements PublishDecision {}

    record Refused(Problem problem) implements PublishDecision {}
}
