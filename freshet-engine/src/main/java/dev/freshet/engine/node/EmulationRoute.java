package dev.freshet.engine.node;

import dev.freshet.engine.protocol.EmulationRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Where commands go whose stream is on another node (§21): any node takes them in.
///
/// Any thread; must not block.
@FunctionalInterface
public interface EmulationRoute {
    /// The route of a node that knows no other.
    EmulationRoute NOWHERE = request -> CompletableFuture.completedStage(false);

    /// Hands the request to the node that it names.
    ///
    /// @return done with true when that node has it, whatever it made of it, and with false when no
    ///   such node is known; fails when the node could not be reached
    CompletionStage<Boolean> forward(EmulationRequest request);
}
