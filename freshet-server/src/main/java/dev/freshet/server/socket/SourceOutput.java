package dev.freshet.server.socket;

import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.managedstream.ManagedStreams;
import dev.freshet.server.managedstream.PushOutcome;
import dev.freshet.server.managedstream.StreamPublisher;
import dev.freshet.server.pluginstream.StreamOutput;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;
import java.util.function.Consumer;

/// What sources send: frames become managed streams, JSON is passed on as it is.
public final class SourceOutput implements StreamOutput {
    private final ManagedStreams streams;
    private final StreamPublisher publisher;
    private final HistoryChannels histories;
    private final Consumer<String> published;

    /// @param histories told of channels whose streams begin with one
    /// @param published told of the canonical channel of each packet that is passed on as it is
    public SourceOutput(
            ManagedStreams streams,
            StreamPublisher publisher,
            HistoryChannels histories,
            Consumer<String> published) {
        this.streams = streams;
        this.publisher = publisher;
        this.histories = histories;
        this.published = published;
    }

    @Override
    public boolean send(OrgChannel channel, Frame frame) {
        var address = channel.address();
        var outcome =
                streams.push(
                        channel.orgId(),
                        address.scope(),
                        address.namespace(),
                        address.path(),
                        frame);
        return outcome instanceof PushOutcome.Accepted;
    }

    @Override
    public boolean send(OrgChannel channel, RawJson packet) {
        if (!publisher.hasRoom(channel.canonical())) {
            return false;
        }
        publisher.publish(channel.canonical(), packet.toBytes(), 0);
        published.accept(channel.canonical());
        return true;
    }

    @Override
    public boolean begin(OrgChannel channel, History history) {
        var address = channel.address();
        var outcome =
                streams.begin(
                        channel.orgId(),
                        address.scope(),
                        address.namespace(),
                        address.path(),
                        history);
        return outcome instanceof PushOutcome.Accepted;
    }

    @Override
    public void hasHistory(OrgChannel channel) {
        histories.add(channel.canonical());
    }

    @Override
    public void over(OrgChannel channel) {
        streams.over(channel.canonical());
    }
}
