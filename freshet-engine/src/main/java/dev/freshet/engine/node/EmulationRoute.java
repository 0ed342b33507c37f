package dev.freshet.engine.node;

import dev.freshet.engine.protocol.EmulationRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Where commands go whose stream is on another node (§21): any node takes them in.
///
/// Any thread; must not block.
@FunctionalInterface
public interface EmulationRoute {
    /// The survey that carries them, with the request in Protobuf.
    String SURVEY = "centrifuge_emulation";

    Duration PATIENCE = Duration.ofSeconds(5);

    /// Hands the request to the node that it names.
    ///
    /// @return done with true when that node has it, whatever it made of it, and with false when no
    ///   such node is known; fails when the node could not be reached
    CompletionStage<Boolean> forward(EmulationRequest request);

    /// The route to all nodes of the cluster.
    static EmulationRoute through(Cluster cluster) {
        return request ->
                cluster.hasNode(request.node())
                        ? cluster.ask(request.node(), SURVEY, request.toProtobuf(), PATIENCE)
                                .thenApply(reply -> true)
                        : CompletableFuture.completedStage(false);
    }
}
