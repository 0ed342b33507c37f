package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.ChannelMessage;

/// Where a broker hands over what arrives for this node; implemented by the node.
///
/// A broker may call it while it holds the channel's lock, so it must neither block nor publish.
@FunctionalInterface
public interface PublicationListener {
    void onMessage(String channel, ChannelMessage message);
}
