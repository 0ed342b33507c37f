package dev.freshet.server.live;

/// What became of a publication.
public enum PublishOutcome {
    /// It is on its way to every subscriber.
    PUBLISHED,

    /// A queue was full; nothing was published, trying again may help.
    BUSY
}
