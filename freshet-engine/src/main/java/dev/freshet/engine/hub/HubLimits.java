package dev.freshet.engine.hub;

/// How much may wait in the hub.
///
/// @param maxQueuedBytes payload bytes that wait in one group before publishers are held back
/// @param maxQueuedPublications publications that wait in one group before publishers are held back
/// @param maxHeldBytes bytes that lagging clients may keep on one event loop, those of a batch that
///   many keep counted once; above it the client that keeps most is closed
public record HubLimits(int maxQueuedBytes, int maxQueuedPublications, long maxHeldBytes) {
    public static HubLimits defaults() {
        return new HubLimits(1 << 20, 8192, 32L << 20);
    }
}
