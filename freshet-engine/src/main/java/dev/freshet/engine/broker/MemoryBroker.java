package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.Publication;

/// The broker of a node that stands alone: what is published arrives at once, on the publisher's
/// thread.
public final class MemoryBroker implements Broker {
    private final PublicationListener listener;

    public MemoryBroker(PublicationListener listener) {
        this.listener = listener;
    }

    @Override
    public void publish(String channel, Publication publication) {
        listener.onPublication(channel, publication);
    }

    @Override
    public void subscribe(String channel) {
        // All publications of this node pass through the hub, which knows the subscribers.
    }

    @Override
    public void unsubscribe(String channel) {
        // As in subscribe.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
