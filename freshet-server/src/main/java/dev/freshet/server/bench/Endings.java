package dev.freshet.server.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts of how connections or requests ended, by what the server said. Any thread.
final class Endings {
    private static final int MAX_KINDS = 20;
    private static final int MAX_SHOWN = 300;
    private static final String MORE = "other";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /// What a server said, on one line of bounded length.
    static String shortened(String text) {
        var line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    void count(String ending) {
        var how = shortened(ending);
        var kind = counts.size() < MAX_KINDS || counts.containsKey(how) ? how : MORE;
        counts.computeIfAbsent(kind, unseen -> new LongAdder()).increment();
    }

    long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// A copy in the order of the texts.
    Map<String, Long> toMap() {
        var copy = new TreeMap<String, Long>();
        counts.forEach((how, count) -> copy.put(how, count.sum()));
        return copy;
    }
}
