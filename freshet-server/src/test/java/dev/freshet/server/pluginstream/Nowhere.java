package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;

/// Takes everything and lets it go.
final class Nowhere implements StreamOutput {
    @Override
    public boolean send(OrgChannel channel, Frame frame) {
        return true;
    }

    @Override
    public boolean send(OrgChannel channel, RawJson packet) {
        return true;
    }

    @Override
    public void hasHistory(OrgChannel channel) {}

    @Override
    public boolean begin(OrgChannel channel, History history) {
        return true;
    }

    @Override
    public void over(OrgChannel channel) {}
}
