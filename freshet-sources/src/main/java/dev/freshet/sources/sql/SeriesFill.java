package dev.freshet.sources.sql;

import dev.freshet.sources.upstream.TimeRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts points into buckets without rows, for the series of one query that were seen so far.
/// Thread-safe.
final class SeriesFill {
    private final @Nullable SqlGroup group;
    private final Map<SeriesKey, Double> last = new HashMap<>();
    private Instant end = Instant.MIN;

    SeriesFill(@Nullable SqlGroup group) {
        this.group = group;
    }

    /// How many points the series would have at the most.
    synchronized long points(Set<SeriesKey> answered, TimeRange range) {
        if (group == null || group.fill() instanceof SqlGroup.Fill.None) {
            return 0;
        }
        var all = new HashSet<>(answered);
        all.addAll(last.keySet());
        return range.length().dividedBy(group.step()) * all.size();
    }

    /// Adds the points that are missing in a range.
    synchronized void fill(Map<SeriesKey, NavigableMap<Long, Double>> series, TimeRange range) {
        if (group == null) {
            return;
        }
        switch (group.fill()) {
            case SqlGroup.Fill.None _ -> {
                return;
            }
            case SqlGroup.Fill.Constant number ->
                    last.keySet().forEach(key -> series.computeIfAbsent(key, _ -> new TreeMap<>()));
            case SqlGroup.Fill.Previous _ -> {
                if (continues(range)) {
                    last.keySet().forEach(key -> series.computeIfAbsent(key, _ -> new TreeMap<>()));
                }
            }
        }
        series.forEach((key, points) -> fill(group, key, points, range));
        if (range.to().isAfter(end)) {
            end = range.to();
            series.forEach((key, points) -> {
                if (!points.isEmpty()) {
                    last.put(key, points.lastEntry().getValue());
                }
            });
        }
    }

    /// True for a range that goes on where another one ended, or asks for some of it once more.
    private boolean continues(TimeRange range) {
        return !range.from().isAfter(end) && range.to().isAfter(end);
    }

    private boolean isBeforeEnd(long millis) {
        return Instant.ofEpochMilli(millis).isBefore(end);
    }

    private void fill(
            SqlGroup of, SeriesKey key, NavigableMap<Long, Double> points, TimeRange range) {
        var value = of.fill() instanceof SqlGroup.Fill.Constant number ? number.value() : null;
        boolean previous = of.fill() instanceof SqlGroup.Fill.Previous;
        boolean continues = previous && continues(range);
        long step = of.step().toMillis();
        long from = Math.ceilDiv(range.from().toEpochMilli(), step) * step;
        for (long at = from; at < range.to().toEpochMilli(); at += step) {
            var own = points.get(at * 1_000_000);
            if (own == null && value == null && continues && !isBeforeEnd(at)) {
                value = last.get(key);
            }
            if (own == null && value != null) {
                points.put(at * 1_000_000, value);
            } else if (own != null && previous) {
                value = own;
            }
        }
    }
}
