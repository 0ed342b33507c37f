package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;

/// Where the packets of a running stream go. Never waits: what finds no room is dropped and
/// counted.
public interface StreamOutput {
    /// Publishes a frame as the channel's managed stream; false when it was dropped.
    boolean send(OrgChannel channel, Frame frame);

    /// Publishes JSON as it is; false when it was dropped.
    boolean send(OrgChannel channel, RawJson packet);

    /// The channel's stream begins with a history, sooner or later.
    void hasHistory(OrgChannel channel);

    /// Begins the channel's managed stream with a history, or has it begin anew; false when it was
    /// dropped.
    boolean begin(OrgChannel channel, History history);

    /// Nobody runs the channel's stream any more: what is kept of one that began with a history
    /// goes soon, unless it is run again.
    void over(OrgChannel channel);
}
