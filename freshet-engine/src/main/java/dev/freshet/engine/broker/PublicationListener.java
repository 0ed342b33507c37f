package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.Publication;

/// Where a broker hands over what arrives for this node; implemented by the node. Must not block.
@FunctionalInterface
public interface PublicationListener {
    void onPublication(String channel, Publication publication);
}
