package dev.freshet.server.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A result in two forms: rows of text for people and named values for programs.
final class Report {
    private static final int LABEL_WIDTH = 18;

    private final List<String> rows = new ArrayList<>();
    private final LinkedHashMap<String, Object> values = new LinkedHashMap<>();

    Report heading(String text) {
        rows.add(text);
        return this;
    }

    Report row(String label, String text) {
        rows.add("  " + label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + text);
        return this;
    }

    Report value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /// A number with no more decimals than it deserves.
    Report value(String name, double value, int decimals) {
        double unit = Math.pow(10, decimals);
        return value(name, Math.round(value * unit) / unit);
    }

    /// How connections or requests ended, a row for each kind; nothing when there is none.
    Report endings(String label, String name, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return this;
        }
        var first = label;
        for (var ending : counts.entrySet()) {
            row(first, Amounts.count(ending.getValue()) + " × " + ending.getKey());
            first = "";
        }
        return value(name, counts);
    }

    String table() {
        return String.join(System.lineSeparator(), rows) + System.lineSeparator();
    }

    SequencedMap<String, Object> values() {
        return values;
    }
}
