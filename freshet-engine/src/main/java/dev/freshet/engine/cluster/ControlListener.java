package dev.freshet.engine.cluster;

/// Where a controller hands over what other nodes say. Must not block.
@FunctionalInterface
public interface ControlListener {
    /// Takes what the node of id `from` sent.
    void onCommand(String from, ControlCommand command);
}
