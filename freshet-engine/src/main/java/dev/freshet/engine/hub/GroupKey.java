package dev.freshet.engine.hub;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;

/// What makes a group on a loop: subscribers of one key get the very same bytes.
///
/// @param channel the canonical name
/// @param spelling the name that the clients used, which stands in their pushes
/// @param joinLeave true when joins and leaves are among what they get
public record GroupKey(String channel, String spelling, WireForm form, boolean joinLeave) {
    boolean takes(ChannelMessage message) {
        return joinLeave || message instanceof Publication;
    }
}
