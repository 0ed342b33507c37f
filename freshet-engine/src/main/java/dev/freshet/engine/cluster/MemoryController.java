package dev.freshet.engine.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The controller of a node that stands alone: what it sends, it gets.
public final class MemoryController implements Controller {
    private static final CompletionStage<@Nullable Void> DONE =
            CompletableFuture.completedStage(null);

    private final String node;
    private final ControlListener listener;

    /// @param node the id of the only node
    public MemoryController(String node, ControlListener listener) {
        this.node = node;
        this.listener = listener;
    }

    @Override
    public CompletionStage<@Nullable Void> send(ControlCommand command) {
        listener.onCommand(node, command);
        return DONE;
    }

    @Override
    public CompletionStage<@Nullable Void> sendTo(String receiver, ControlCommand command) {
        if (receiver.equals(node)) {
            listener.onCommand(node, command);
        }
        return DONE;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
