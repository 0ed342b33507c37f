package dev.freshet.engine.testkit;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.ControlListener;
import dev.freshet.engine.cluster.Controller;
import dev.freshet.engine.cluster.ControllerFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Engines of one process that hear each other at once.
final class LinkedNodes implements ControllerFactory {
    private final Map<String, ControlListener> nodes = new ConcurrentHashMap<>();

    @Override
    public Controller create(String node, ControlListener listener) {
        nodes.put(node, listener);
        return new Controller() {
            @Override
            public CompletionStage<@Nullable Void> send(ControlCommand command) {
                nodes.values().forEach(each -> each.onCommand(node, command));
                return CompletableFuture.completedStage(null);
            }

            @Override
            public CompletionStage<@Nullable Void> sendTo(String other, ControlCommand command) {
                var there = nodes.get(other);
                if (there != null) {
                    there.onCommand(node, command);
                }
                return CompletableFuture.completedStage(null);
            }

            @Override
            public void close() {
                nodes.remove(node);
            }
        };
    }
}
