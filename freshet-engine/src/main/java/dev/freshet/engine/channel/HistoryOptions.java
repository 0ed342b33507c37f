package dev.freshet.engine.channel;

import java.time.Duration;

/// How much of a channel's stream is kept (§11, §12).
///
/// @param size how many publications; 0 keeps none
/// @param ttl how long a publication is kept after the newest one; zero keeps none
/// @param metaTtl how long the position (offset and epoch) outlives the last publication; the
///   stream begins anew with another epoch afterwards
public record HistoryOptions(int size, Duration ttl, Duration metaTtl) {
    /// As in Grafana, whose Redis keys live that long.
    public static final Duration DEFAULT_META_TTL = Duration.ofDays(7);

    public static final HistoryOptions NONE =
            new HistoryOptions(0, Duration.ZERO, DEFAULT_META_TTL);

    public HistoryOptions {
        if (!metaTtl.isPositive()) {
            throw new IllegalArgumentException("metaTtl is " + metaTtl + "; it must be positive");
        }
    }

    /// Keeps `size` publications for `ttl`.
    public static HistoryOptions of(int size, Duration ttl) {
        return new HistoryOptions(size, ttl, DEFAULT_META_TTL);
    }

    /// True when publications are kept and numbered; both limits are needed for that.
    public boolean isKept() {
        return size > 0 && ttl.isPositive();
    }
}
