package dev.freshet.engine.node;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.ControlListener;
import dev.freshet.engine.cluster.Controller;
import dev.freshet.engine.cluster.ControllerFactory;
import dev.freshet.engine.cluster.NodeInfo;
import dev.freshet.engine.cluster.SurveyHandler;
import dev.freshet.engine.cluster.SurveyReply;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node among the others: commands for the clients of all nodes, surveys, and who is there.
///
/// A node says every [#HEARTBEAT] that it is there; one that is silent for three of them counts as
/// gone. Any thread; nothing blocks.
public final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int FORGOTTEN_AFTER_HEARTBEATS = 3;

    private record Seen(NodeInfo info, long nanos) {}

    private final String nodeId;
    private final Supplier<NodeInfo> self;
    private final LongSupplier nanoTime;
    private final Controller controller;
    private final Surveys surveys;
    private final Map<String, Seen> nodes = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, byte[]>> notified = new ConcurrentHashMap<>();
    private volatile ControlListener clients = (from, command) -> {};
    private volatile long lastHeartbeat;
    private volatile boolean ready;

    Cluster(String nodeId, ControllerFactory controller, Supplier<NodeInfo> self) {
        this(nodeId, controller, self, System::nanoTime);
    }

    Cluster(
            String nodeId,
            ControllerFactory controller,
            Supplier<NodeInfo> self,
            LongSupplier nanoTime) {
        this.nodeId = nodeId;
        this.self = self;
        this.nanoTime = nanoTime;
        this.controller = controller.create(nodeId, this::onCommand);
        this.surveys = new Surveys(this.controller);
        this.lastHeartbeat = nanoTime.getAsLong() - HEARTBEAT.toNanos();
        this.ready = true;
    }

    // ---- commands

    /// Has the nodes do something to their clients: a [ControlCommand.ForClients].
    public CompletionStage<@Nullable Void> send(ControlCommand command) {
        return controller.send(command);
    }

    /// Who carries out commands for this node's clients.
    public void onClientCommand(ControlListener listener) {
        clients = listener;
    }

    /// Tells the program on every node, this one included.
    public CompletionStage<@Nullable Void> notify(String operation, byte[] data) {
        return controller.send(new ControlCommand.Notify(operation, data));
    }

    /// What is to happen when any node notifies of this operation; told the id of that node.
    public void onNotify(String operation, BiConsumer<String, byte[]> listener) {
        notified.put(operation, listener);
    }

    // ---- surveys

    /// How this node answers surveys of an operation.
    public void onSurvey(String operation, SurveyHandler handler) {
        surveys.handler(operation, handler);
    }

    /// Asks every node and waits until all known ones have answered or the timeout is over; who has
    /// not answered by then is missing in the result.
    public CompletionStage<Map<String, SurveyReply>> survey(
            String operation, byte[] data, Duration timeout) {
        var known = nodes().stream().map(NodeInfo::id).collect(Collectors.toSet());
        return surveys.ask(operation, data, known, timeout);
    }

    /// Asks one node.
    ///
    /// @return fails with [java.util.concurrent.TimeoutException] when it does not answer in time
    public CompletionStage<SurveyReply> ask(
            String node, String operation, byte[] data, Duration timeout) {
        return surveys.askOne(node, operation, data, timeout);
    }

    // ---- who is there

    public String nodeId() {
        return nodeId;
    }

    /// All nodes that are there, this one first.
    public List<NodeInfo> nodes() {
        long oldest = nanoTime.getAsLong() - HEARTBEAT.toNanos() * FORGOTTEN_AFTER_HEARTBEATS;
        nodes.values().removeIf(seen -> seen.nanos() - oldest < 0);
        var others =
                nodes.values().stream()
                        .map(Seen::info)
                        .filter(info -> !info.id().equals(nodeId))
                        .sorted(Comparator.comparing(NodeInfo::id));
        return Stream.concat(Stream.of(self.get()), others).toList();
    }

    public boolean hasNode(String node) {
        return node.equals(nodeId) || nodes().stream().anyMatch(each -> each.id().equals(node));
    }

    /// Called about once a second.
    void tidy() {
        long now = nanoTime.getAsLong();
        if (now - lastHeartbeat >= HEARTBEAT.toNanos()) {
            lastHeartbeat = now;
            controller.send(new ControlCommand.Heartbeat(self.get()));
        }
    }

    private void onCommand(String from, ControlCommand command) {
        if (!ready) {
            // Others may speak before the controller that hears them has been handed over.
            return;
        }
        switch (command) {
            case ControlCommand.Heartbeat(var info) -> seen(from, info);
            case ControlCommand.Goodbye goodbye -> nodes.remove(from);
            case ControlCommand.SurveyQuestion question -> surveys.onQuestion(from, question);
            case ControlCommand.SurveyAnswer answer -> surveys.onAnswer(from, answer);
            case ControlCommand.Notify(var operation, var data) -> {
                var listener = notified.get(operation);
                if (listener == null) {
                    LOG.debug("nobody listens to notifications of {}", operation);
                } else {
                    listener.accept(from, data);
                }
            }
            case ControlCommand.ForClients forClients -> clients.onCommand(from, forClients);
        }
    }

    private void seen(String from, NodeInfo info) {
        boolean isNew = nodes.put(from, new Seen(info, nanoTime.getAsLong())) == null;
        if (isNew && !from.equals(nodeId)) {
            LOG.info("node {} ({}) is there", info.name(), from);
            // So that a new node knows all others at once.
            controller.sendTo(from, new ControlCommand.Heartbeat(self.get()));
        }
    }

    @Override
    public void close() {
        controller.send(new ControlCommand.Goodbye());
        controller.close();
    }
}
