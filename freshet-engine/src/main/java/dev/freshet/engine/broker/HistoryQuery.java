package dev.freshet.engine.broker;

import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Which part of a channel's stream is asked for (§12).
///
/// @param limit how many publications; 0 for none (the position alone), negative for all
/// @param since forward: what has a greater offset; reverse: what has a smaller one, and nothing
///   when the stream never was so far. Null begins at the oldest kept, in reverse at the newest.
///   Where the beginning is no longer kept, forward begins at the oldest that is. The epoch is for
///   the caller to compare; offsets are unsigned.
/// @param reverse true for the newest first
/// @param metaTtl how long the position is kept from now on, which the question itself may create
public record HistoryQuery(
        int limit, @Nullable StreamPosition since, boolean reverse, Duration metaTtl) {
    public static final int NO_LIMIT = -1;

    /// The stream's position alone.
    public static HistoryQuery top(Duration metaTtl) {
        return new HistoryQuery(0, null, false, metaTtl);
    }

    /// What came after `since`, oldest first.
    public static HistoryQuery after(StreamPosition since, int limit, Duration metaTtl) {
        return new HistoryQuery(limit, since, false, metaTtl);
    }

    /// The newest publication.
    public static HistoryQuery newest(Duration metaTtl) {
        return new HistoryQuery(1, null, true, metaTtl);
    }
}
