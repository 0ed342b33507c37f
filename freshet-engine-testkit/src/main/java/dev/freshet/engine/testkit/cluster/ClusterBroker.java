package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.broker.Broker;
import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.broker.PublicationListener;
import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.broker.Published;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.Publication;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The store that all nodes of a [LocalCluster] publish to: one [MemoryBroker], whose announcements
/// go to every node that is subscribed to the channel and that the firewall lets them through to.
/// Any thread.
final class ClusterBroker {
    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);

    private record Receiver(PublicationListener listener, Set<String> channels) {}

    private final Firewall firewall;
    private final MemoryBroker store;
    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

    /// The node that publishes: the store announces on the publisher's thread.
    private final ThreadLocal<@Nullable String> publishing = new ThreadLocal<>();

    ClusterBroker(Firewall firewall, ManualTime time) {
        this.firewall = firewall;
        this.store =
                new MemoryBroker(
                        this::announce,
                        MemoryBroker.DEFAULT_MAX_HISTORY_BYTES,
                        new Random(1),
                        time,
                        time);
    }

    /// The broker of one node.
    Broker join(String node, PublicationListener listener) {
        receivers.put(node, new Receiver(listener, ConcurrentHashMap.newKeySet()));
        return new Member(node);
    }

    void tidy() {
        store.tidy();
    }

    private void announce(String channel, ChannelMessage message) {
        var sender = publishing.get();
        receivers.forEach((node, receiver) -> {
            boolean passes =
                    sender == null
                            || firewall.lets(
                                    sender, node, new NodeMessage.Announced(channel, message));
            if (passes && receiver.channels().contains(channel)) {
                receiver.listener().onMessage(channel, message);
            }
        });
    }

    private <T> T from(String node, Supplier<T> step) {
        publishing.set(node);
        try {
            return step.get();
        } finally {
            publishing.remove();
        }
    }

    private final class Member implements Broker {
        private final String node;

        Member(String node) {
            this.node = node;
        }

        @Override
        public CompletionStage<Published> publish(
                String channel, Publication publication, PublishOptions options) {
            return from(node, () -> store.publish(channel, publication, options));
        }

        @Override
        public CompletionStage<@Nullable Void> announce(String channel, ChannelMessage message) {
            return from(node, () -> store.announce(channel, message));
        }

        @Override
        public CompletionStage<@Nullable Void> subscribe(String channel) {
            var receiver = receivers.get(node);
            if (receiver != null) {
                receiver.channels().add(channel);
            }
            return DONE;
        }

        @Override
        public CompletionStage<@Nullable Void> unsubscribe(String channel) {
            var receiver = receivers.get(node);
            if (receiver != null) {
                receiver.channels().remove(channel);
            }
            return DONE;
        }

        @Override
        public CompletionStage<StreamPart> history(String channel, HistoryQuery query) {
            return store.history(channel, query);
        }

        @Override
        public CompletionStage<@Nullable Void> removeHistory(String channel) {
            return store.removeHistory(channel);
        }

        @Override
        public void tidy() {
            store.tidy();
        }

        /// The store outlives its nodes.
        @Override
        public void close() {
            receivers.remove(node);
        }
    }
}
