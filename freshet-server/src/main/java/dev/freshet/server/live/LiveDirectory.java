package dev.freshet.server.live;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.problem.Problem;
import java.util.List;
import java.util.Optional;

/// Knows which channels there are and how they do.
///
/// Called on a loop; answers from memory.
public interface LiveDirectory {
    /// The channels of one organisation, in any order.
    List<ListedChannel> list(long orgId);

    /// What is known about a channel; empty when nothing ever came.
    Optional<ChannelFacts> facts(OrgChannel channel);

    /// Why the last subscriber of a channel of which nothing is known yet was refused; empty when
    /// nobody was.
    Optional<Problem> lastRefusal(OrgChannel channel);

    /// How many clients are subscribed here, known channel or not.
    int subscribers(OrgChannel channel);
}
