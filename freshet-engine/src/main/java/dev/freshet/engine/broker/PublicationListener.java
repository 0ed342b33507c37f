package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.ChannelMessage;

/// Where a broker hands over what arrives for this node; implemented by the node. Must not block.
@FunctionalInterface
public interface PublicationListener {
    void onMessage(String channel, ChannelMessage message);
}
