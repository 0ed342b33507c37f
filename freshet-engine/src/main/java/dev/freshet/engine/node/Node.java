package dev.freshet.engine.node;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import java.util.function.Function;

/// The running process: everybody publishes through it, and what the broker delivers goes from here
/// to the hub.
///
/// Any thread; nothing here blocks.
public final class Node implements PublicationListener, AutoCloseable {
    private final Hub hub;
    private final Broker broker;
    private final EngineMetrics metrics;

    public Node(Hub hub, Function<PublicationListener, Broker> broker, EngineMetrics metrics) {
        this.hub = hub;
        this.metrics = metrics;
        this.broker = broker.apply(this);
    }

    /// Publishes to everybody who is subscribed to the channel, on every node. Never refuses; a
    /// publisher that can wait asks [#hasRoom] first and keeps the queues short.
    public void publish(String channel, Payload data) {
        publish(channel, Publication.of(data));
    }

    public void publish(String channel, Publication publication) {
        broker.publish(channel, publication);
    }

    /// False while a queue of the channel's subscribers here is full.
    public boolean hasRoom(String channel) {
        return hub.hasRoom(channel);
    }

    /// Runs the task once the channel may have room again, at once when it has; the task asks anew.
    /// It may run on an event loop and must not block.
    public void onRoom(String channel, Runnable task) {
        hub.onRoom(channel, task);
    }

    /// The channel has its first subscriber here.
    public void subscribe(String channel) {
        broker.subscribe(channel);
    }

    /// The channel has no subscriber here any more.
    public void unsubscribe(String channel) {
        broker.unsubscribe(channel);
    }

    @Override
    public void onPublication(String channel, Publication publication) {
        metrics.publications().increment();
        long begun = System.nanoTime();
        hub.broadcast(channel, publication);
        metrics.broadcasts().record(System.nanoTime() - begun);
    }

    /// Who is subscribed on this node.
    public Hub hub() {
        return hub;
    }

    public EngineMetrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        broker.close();
    }
}
