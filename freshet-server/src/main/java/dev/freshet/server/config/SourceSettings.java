package dev.freshet.server.config;

import java.time.Duration;

/// How data sources are asked that cannot stream: `[freshet.sources]`.
///
/// @param minInterval no query is asked more often
/// @param maxRange how far back a subscriber is shown at most
/// @param timeout for one question
/// @param maxRows of one answer, points of all series together
/// @param maxBytes of one answer
/// @param keptRows the most rows of a stream that are kept for new subscribers
public record SourceSettings(
        Duration minInterval,
        Duration maxRange,
        Duration timeout,
        int maxRows,
        long maxBytes,
        int keptRows) {
    static SourceSettings from(Values values) {
        return new SourceSettings(
                values.get(Keys.SOURCES_MIN_INTERVAL),
                values.get(Keys.SOURCES_MAX_RANGE),
                values.get(Keys.SOURCES_TIMEOUT),
                values.get(Keys.SOURCES_MAX_ROWS),
                values.get(Keys.SOURCES_MAX_BYTES),
                values.get(Keys.SOURCES_KEPT_ROWS));
    }
}
