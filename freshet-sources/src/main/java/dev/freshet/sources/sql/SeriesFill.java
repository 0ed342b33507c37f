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
                if (range.from().equals(end)) {
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

    private void fill(
            SqlGroup of, SeriesKey key, NavigableMap<Long, Double> points, TimeRange range) {
        var value =
                switch (of.fill()) {
                    case SqlGroup.Fill.Constant number -> (Double) number.value();
                    case SqlGroup.Fill.Previous _ when range.from().equals(end) -> last.get(key);
                    case SqlGroup.Fill.Previous _, SqlGroup.Fill.None _ -> null;
                };
        long step = of.step().toMillis();
        long from = Math.ceilDiv(range.from().toEpochMilli(), step) * step;
        for (long at = from; at < range.to().toEpochMilli(); at += step) {
            var own = points.get(at * 1_000_000);
            if (own == null && value != null) {
                points.put(at * 1_000_000, value);
            } else if (own != null && of.fill() instanceof SqlGroup.Fill.Previous) {
                value = own;
            }
        }
    }
}
