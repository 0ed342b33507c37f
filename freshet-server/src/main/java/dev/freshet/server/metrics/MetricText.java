package dev.freshet.server.metrics;

import java.util.Map;
import java.util.TreeMap;

/// Writes the Prometheus text format.
final class MetricText implements Samples {
    private final StringBuilder out = new StringBuilder(8 * 1024);

    void family(String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    @Override
    public void sample(String name, Map<String, String> labels, long value) {
        line(name, labels, Long.toString(value));
    }

    @Override
    public void sample(String name, Map<String, String> labels, double value) {
        line(name, labels, number(value));
    }

    private void line(String name, Map<String, String> labels, String value) {
        out.append(series(name, labels)).append(' ').append(value).append('\n');
    }

    /// The name with its labels, as a line begins.
    static String series(String name, Map<String, String> labels) {
        if (labels.isEmpty()) {
            return name;
        }
        var series = new StringBuilder(name);
        char before = '{';
        for (var label : new TreeMap<>(labels).entrySet()) {
            series.append(before).append(label.getKey()).append("=\"");
            series.append(escape(label.getValue()).replace("\"", "\\\"")).append('"');
            before = ',';
        }
        return series.append('}').toString();
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
