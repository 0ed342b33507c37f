package dev.freshet.server.live;

import java.util.List;

/// What `info` tells about a channel beyond its list entry.
///
/// @param retention what is kept for new subscribers and for how long, in words
/// @param conflicts values that did not fit the schema, one entry per field
public record ChannelFacts(ListedChannel entry, String retention, List<Conflict> conflicts) {

    /// A field whose values did not all have the first value's type.
    ///
    /// @param count how many values became null
    /// @param reason one sentence with a value that did not fit
    public record Conflict(String field, long count, String reason) {}

    public ChannelFacts {
        conflicts = List.copyOf(conflicts);
    }
}
