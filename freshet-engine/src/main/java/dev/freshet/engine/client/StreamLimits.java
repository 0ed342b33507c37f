package dev.freshet.engine.client;

import java.time.Duration;

/// Limits on reading channels' streams (§18).
///
/// @param maxHistory publications per history command; 0 for no limit. More are cut off.
/// @param maxRecovery publications that a recovery may bring; 0 for no limit. Whoever missed more
///   is not recovered.
/// @param positionCheckDelay a subscription that got nothing for so long is compared with the
///   stream's top, in case a message was lost on the way
public record StreamLimits(int maxHistory, int maxRecovery, Duration positionCheckDelay) {
    public static final StreamLimits DEFAULT = new StreamLimits(0, 0, Duration.ofSeconds(40));

    /// How many publications a request of `limit` may have; as in
    /// [dev.freshet.engine.broker.HistoryQuery].
    int cut(int limit) {
        return maxHistory > 0 && (limit < 0 || limit > maxHistory) ? maxHistory : limit;
    }
}
