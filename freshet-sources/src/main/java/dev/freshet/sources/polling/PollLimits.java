package dev.freshet.sources.polling;

import java.time.Duration;

/// How often data sources are asked, and how much they may answer.
///
/// @param minInterval no query is asked more often
/// @param maxRange no history reaches further back
/// @param timeout for one question
/// @param maxRows of one answer, points of all series together
/// @param maxBytes of one answer
/// @param keptRows the most rows of a stream that are kept for new subscribers
public record PollLimits(
        Duration minInterval,
        Duration maxRange,
        Duration timeout,
        int maxRows,
        long maxBytes,
        int keptRows) {
    public static PollLimits defaults() {
        return new PollLimits(
                Duration.ofSeconds(1),
                Duration.ofHours(24),
                Duration.ofSeconds(10),
                100_000,
                32L << 20,
                10_000);
    }
}
