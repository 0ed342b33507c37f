package dev.freshet.engine.testkit.cluster;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.ControlListener;
import dev.freshet.engine.cluster.Controller;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Carries commands between the nodes of a [LocalCluster], as far as its firewall lets them. Each
/// node takes in what it is told on a thread of its own, in the order of sending. Any thread.
final class ClusterControl {
    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);

    private record Inbox(ControlListener listener, ExecutorService thread) {
        void put(String from, ControlCommand command) {
            try {
                thread.execute(() -> listener.onCommand(from, command));
            } catch (RejectedExecutionException closed) {
                // The node has gone; nobody waits for it.
            }
        }
    }

    private final Firewall firewall;
    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();

    ClusterControl(Firewall firewall) {
        this.firewall = firewall;
    }

    Controller join(String node, ControlListener listener) {
        var thread = Thread.ofVirtual().name("control-of-" + node).factory();
        inboxes.put(node, new Inbox(listener, Executors.newSingleThreadExecutor(thread)));
        return new Member(node);
    }

    private void put(String from, String to, ControlCommand command) {
        var inbox = inboxes.get(to);
        if (inbox != null && firewall.lets(from, to, new NodeMessage.Control(command))) {
            inbox.put(from, command);
        }
    }

    private final class Member implements Controller {
        private final String node;

        Member(String node) {
            this.node = node;
        }

        @Override
        public CompletionStage<@Nullable Void> send(ControlCommand command) {
            inboxes.keySet().forEach(each -> put(node, each, command));
            return DONE;
        }

        @Override
        public CompletionStage<@Nullable Void> sendTo(String receiver, ControlCommand command) {
            put(node, receiver, command);
            return DONE;
        }

        @Override
        public void close() {
            var inbox = inboxes.remove(node);
            if (inbox != null) {
                inbox.thread().shutdown();
            }
        }
    }
}
