package dev.freshet.engine.cluster;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Carries commands between nodes, at most once each, in the order of sending per node.
///
/// Implementers hand commands over to the listener that they were made with, also those that the
/// node sends to all, itself included. Any thread; nothing blocks.
public interface Controller extends AutoCloseable {
    /// Sends to every node, this one included.
    CompletionStage<@Nullable Void> send(ControlCommand command);

    /// Sends to one node; to nobody when there is none of that id.
    CompletionStage<@Nullable Void> sendTo(String node, ControlCommand command);

    @Override
    void close();
}
