package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;

/// What goes from one node to another, for a [Firewall] to choose from.
public sealed interface NodeMessage {
    /// What was announced in a channel that the receiver is subscribed to.
    record Announced(String channel, ChannelMessage message) implements NodeMessage {}

    /// What one node tells another to do.
    record Control(ControlCommand command) implements NodeMessage {}

    /// True for a publication with this JSON as its data.
    default boolean isPublicationOf(String json) {
        return this instanceof Announced(var channel, Publication publication)
                && publication.data().text().equals(json);
    }
}
