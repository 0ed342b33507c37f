package dev.freshet.server.metrics;

import java.util.Map;
import java.util.TreeMap;

/// Collects metrics by the names that their lines have in the Prometheus text. What is no finite
/// number is left out.
final class MetricValues implements Samples {
    private final Map<String, Double> values = new TreeMap<>();

    @Override
    public void sample(String name, Map<String, String> labels, long value) {
        sample(name, labels, (double) value);
    }

    @Override
    public void sample(String name, Map<String, String> labels, double value) {
        if (Double.isFinite(value)) {
            values.put(MetricText.series(name, labels), value);
        }
    }

    Map<String, Double> all() {
        return values;
    }
}
