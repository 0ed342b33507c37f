package dev.freshet.engine.node;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.cluster.ControllerFactory;
import dev.freshet.engine.hub.Hub;
import dev.freshet.engine.metrics.EngineMetrics;
import dev.freshet.engine.presence.PresenceManager;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running process: everybody publishes through it, and what the broker delivers goes from here
/// to the hub.
///
/// Any thread; nothing here blocks. A stage that fails says that the broker or the presence manager
/// could not be reached.
public final class Node implements PublicationListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final Hub hub;
    private final Broker broker;
    private final PresenceManager presence;
    private final ChannelOptionsSource options;
    private final EngineMetrics metrics;
    private final BrokerSubscriptions subscriptions;
    private final Cluster cluster;

    public Node(
            Hub hub,
            Function<PublicationListener, Broker> broker,
            PresenceManager presence,
            ChannelOptionsSource options,
            EngineMetrics metrics,
            NodeIdentity identity,
            ControllerFactory controller) {
        this.hub = hub;
        this.presence = presence;
        this.options = options;
        this.metrics = metrics;
        this.broker = broker.apply(this);
        this.subscriptions = new BrokerSubscriptions(this.broker, hub);
        this.cluster = new Cluster(identity.id(), controller, () -> identity.info(hub, metrics));
    }

    // ---- publishing

    /// Publishes to everybody who is subscribed to the channel, on every node, with the channel's
    /// own options. Never refuses; a publisher that can wait asks [#hasRoom] first and keeps the
    /// queues short.
    public CompletionStage<Published> publish(String channel, Payload data) {
        return publish(channel, Publication.of(data));
    }

    /// As [#publish(String, Payload)], with more than data.
    public CompletionStage<Published> publish(String channel, Publication publication) {
        var offered = options.optionsOf(channel);
        var kept = offered.history();
        return broker.publish(
                channel,
                offered.delta() ? publication.withPatchable(true) : publication,
                kept.isKept() ? PublishOptions.withHistory(kept) : PublishOptions.NO_HISTORY);
    }

    /// As [#publish(String, Payload)], with other options than the channel's own.
    public CompletionStage<Published> publish(
            String channel, Publication publication, PublishOptions how) {
        boolean patchable =
                publication.patchable()
                        && (how.history().isKept() || options.optionsOf(channel).delta());
        return broker.publish(channel, publication.withPatchable(patchable), how);
    }

    /// Announces a join or leave.
    public CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message) {
        return broker.announce(channel, message);
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

    // ---- channels

    /// What the channel offers.
    public ChannelOptions optionsOf(String channel) {
        return options.optionsOf(channel);
    }

    /// The channel has its first subscriber here.
    ///
    /// @return done when nothing that is published later is missed
    public CompletionStage<@Nullable Void> subscribe(String channel) {
        return subscriptions.subscribe(channel);
    }

    /// The channel has no subscriber here any more.
    public void unsubscribe(String channel) {
        subscriptions.unsubscribe(channel);
    }

    /// Reads a part of the channel's stream, and its position.
    public CompletionStage<StreamPart> history(String channel, HistoryQuery query) {
        return broker.history(channel, query);
    }

    /// Forgets the channel's publications; its position stays.
    public CompletionStage<@Nullable Void> removeHistory(String channel) {
        return broker.removeHistory(channel);
    }

    /// This node among the others.
    public Cluster cluster() {
        return cluster;
    }

    /// Who is in which channel.
    public PresenceManager presence() {
        return presence;
    }

    /// What the broker announced goes to the subscribers here. For the broker alone: a publication
    /// that it has not seen would be unknown to the channel's stream, which says what subscribers
    /// got last and what a delta may build on. Programs [#publish].
    @Override
    public void onMessage(String channel, ChannelMessage message) {
        if (message instanceof Publication) {
            metrics.publications().increment();
        }
        long begun = System.nanoTime();
        hub.broadcast(channel, message);
        metrics.broadcasts().record(System.nanoTime() - begun);
    }

    /// Called about once a second, to forget what has expired and to end what nobody needs.
    public void tidy() {
        tidy(broker::tidy);
        tidy(subscriptions::tidy);
        tidy(cluster::tidy);
    }

    /// A failure costs this once; the timer that calls would end with it.
    private static void tidy(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOG.error("tidying up failed; it is tried again", e);
        }
    }

    /// Who is subscribed on this node. To look at: what is published has to come through the
    /// broker.
    public Hub hub() {
        return hub;
    }

    public EngineMetrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        cluster.close();
        broker.close();
        presence.close();
    }
}
