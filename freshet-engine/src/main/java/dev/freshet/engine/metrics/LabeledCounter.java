package dev.freshet.engine.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// A count per label, for a small known set of labels. Any thread.
public final class LabeledCounter {
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    public void increment(String label) {
        add(label, 1);
    }

    public void add(String label, long count) {
        counts.computeIfAbsent(label, key -> new LongAdder()).add(count);
    }

    /// The counts by label, sorted.
    public Map<String, Long> values() {
        var values = new TreeMap<String, Long>();
        counts.forEach((label, count) -> values.put(label, count.sum()));
        return values;
    }
}
