package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.source.Frame;
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
}
