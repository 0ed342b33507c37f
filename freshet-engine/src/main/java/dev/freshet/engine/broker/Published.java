package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.StreamPosition;

/// What became of a publication.
///
/// @param position its place in the stream, or the first one's when it was suppressed;
///   [StreamPosition#NONE] without history
/// @param suppressed true when it was not published: its idempotency key was known, or its version
///   was not new
public record Published(StreamPosition position, boolean suppressed) {
    public static final Published WITHOUT_POSITION = new Published(StreamPosition.NONE, false);
}
