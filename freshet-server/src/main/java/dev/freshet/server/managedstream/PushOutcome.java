package dev.freshet.server.managedstream;

import dev.freshet.server.problem.Problem;
import java.util.List;

/// What became of a push to managed streams: all of it was stored and published, or nothing.
public sealed interface PushOutcome {
    /// Everything is on its way to the subscribers.
    ///
    /// @param channels the channels, without the organisation, in the order of the frames
    record Accepted(List<String> channels, int frames, long rows) implements PushOutcome {
        public Accepted {
            channels = List.copyOf(channels);
        }
    }

    /// The subscribers of this channel are behind; try again shortly.
    record Busy(String channel) implements PushOutcome {}

    /// A limit of the organisation or of a stream is reached.
    record Refused(Problem problem) implements PushOutcome {}
}
