package dev.freshet.engine.channel;

/// What a client that comes back is given of what it missed (§10).
public enum Recovery {
    /// Nothing.
    NONE,
    /// Everything, from the channel's history.
    STREAM,
    /// The newest publication, for channels where only that matters.
    CACHE
}
