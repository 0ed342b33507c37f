package dev.freshet.engine.protocol;

/// A place in a channel's stream (§10).
///
/// @param offset of the last publication that was seen; 0 before the first
/// @param epoch names the stream; another one means that the offsets began anew. Holds neither `:`
///   nor `__`. Empty when it is not known.
public record StreamPosition(long offset, String epoch) {
    /// No history, no position.
    public static final StreamPosition NONE = new StreamPosition(0, "");
}
