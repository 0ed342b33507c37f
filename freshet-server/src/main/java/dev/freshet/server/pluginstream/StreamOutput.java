package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.Frame;
import dev.freshet.source.RawJson;

/// Where the packets of a running stream go. Never waits: what finds no room is dropped and
/// counted.
public interface StreamOutput {
    /// Publishes a frame as the channel's managed stream; false when it was dropped.
    boolean send(OrgChannel channel, Frame frame);

    /// Publishes JSON as it is; false when it was dropped.
    boolean send(OrgChannel channel, RawJson packet);
}
