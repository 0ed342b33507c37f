package dev.freshet.engine.broker;

import dev.freshet.engine.channel.HistoryOptions;
import java.time.Duration;

/// What is to happen to one publication besides being sent (§11).
///
/// @param history what is kept of the channel
/// @param idempotencyKey a second publication with the same key in the same channel is not
///   published again while the first one's result is remembered; empty for none
/// @param idempotencyTtl how long the result is remembered from the first publication on; zero does
///   not remember it
/// @param version publications of a channel with history whose version is not greater than the last
///   one are not published; 0 for none. Unsigned, and without effect without history
/// @param versionEpoch versions count within it; empty compares with whatever was there
public record PublishOptions(
        HistoryOptions history,
        String idempotencyKey,
        Duration idempotencyTtl,
        long version,
        String versionEpoch) {
    private static final Duration DEFAULT_IDEMPOTENCY_TTL = Duration.ofMinutes(5);

    /// Sent to those who are subscribed, and forgotten.
    public static final PublishOptions NO_HISTORY = withHistory(HistoryOptions.NONE);

    public static PublishOptions withHistory(HistoryOptions history) {
        return new PublishOptions(history, "", DEFAULT_IDEMPOTENCY_TTL, 0, "");
    }

    public PublishOptions withIdempotencyKey(String key) {
        return new PublishOptions(history, key, idempotencyTtl, version, versionEpoch);
    }

    public PublishOptions withVersion(long newVersion, String newVersionEpoch) {
        return new PublishOptions(
                history, idempotencyKey, idempotencyTtl, newVersion, newVersionEpoch);
    }
}
