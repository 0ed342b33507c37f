package dev.freshet.engine.transport;

/// Where an event loop puts the message that it is reading; one for all its connections.
final class MessageScratch {
    /// Longer messages get an array of their own, so that one of them does not stay for ever.
    private static final int KEPT_BYTES = 64 * 1024;

    private byte[] kept = new byte[8 * 1024];

    byte[] atLeast(int length) {
        if (length > KEPT_BYTES) {
            return new byte[length];
        }
        if (kept.length < length) {
            kept = new byte[KEPT_BYTES];
        }
        return kept;
    }
}
