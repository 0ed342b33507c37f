package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.StreamPosition;

/// What became of a publication.
///
/// @param position its place in the stream, [StreamPosition#NONE] without history. When it was
///   suppressed: that of the first publication with its idempotency key, or the top of the stream
///   that already has its version
/// @param suppressed true when it was not published: its idempotency key was known, or its version
///   was not new
public record Published(StreamPosition position, boolean suppressed) {
    public static final Published WITHOUT_POSITION = new Published(StreamPosition.NONE, false);
}
