package dev.freshet.engine.cluster;

/// Makes a node's controller.
@FunctionalInterface
public interface ControllerFactory {
    /// Makes the controller of the node of this id.
    Controller create(String node, ControlListener listener);
}
