package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a channel's stream, as it was in one moment.
///
/// @param publications in the order that was asked for
/// @param top the newest position; asking creates the epoch of a channel that has none
/// @param latest the data that subscribers at the top got last, and what a delta for them is made
///   against; null when it is not kept, or when something without a position was published behind
///   it
public record StreamPart(
        List<Publication> publications, StreamPosition top, @Nullable Payload latest) {}
