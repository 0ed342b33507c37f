package dev.freshet.server.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Counters told apart by one label; thread-safe.
///
/// At most `MAX_VALUES` values have a counter of their own, further ones share `other`: a label
/// must not let strangers grow our memory.
public final class LabelledCounter {
    static final int MAX_VALUES = 100;
    private static final String OTHER = "other";

    private final String label;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    LabelledCounter(String label) {
        this.label = label;
    }

    /// The counter of one label value, made on first use.
    public Counter of(String value) {
        var known = counters.get(value);
        if (known != null) {
            return known;
        }
        boolean room = counters.size() < MAX_VALUES;
        return counters.computeIfAbsent(room ? value : OTHER, _ -> new Counter());
    }

    String label() {
        return label;
    }

    Map<String, Counter> sorted() {
        return new TreeMap<>(counters);
    }
}
