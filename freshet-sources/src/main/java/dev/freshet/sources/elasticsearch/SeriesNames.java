package dev.freshet.sources.elasticsearch;

import dev.freshet.sources.upstream.SeriesFrame;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What series are called, from the query and their labels alone: a series has the same name in
/// every answer.
///
/// @param alias a text with `{{term field}}`, `{{metric}}`, `{{field}}` or a label; empty for
///   Grafana's own names
/// @param hasOneMetric whether all series show numbers of the same kind
record SeriesNames(String alias, boolean hasOneMetric) {
    private static final Pattern PART = Pattern.compile("\\{\\{\\s*(.+?)\\s*\\}\\}");

    static SeriesNames of(String alias, List<Metric> metrics) {
        var kinds =
                metrics.stream()
                        .flatMap(metric -> MetricValues.names(metric).stream())
                        .distinct()
                        .count();
        return new SeriesNames(alias, kinds == 1);
    }

    /// The name of the field: `Average load {host="a"}`.
    String name(String metric, String field, Map<String, String> labels) {
        var base = base(metric, field);
        return labels.isEmpty() ? base : base + " " + SeriesFrame.text(labels);
    }

    /// What panels call the series, as Grafana does.
    String display(String metric, String field, Map<String, String> labels) {
        if (!alias.isEmpty()) {
            return PART.matcher(alias)
                    .replaceAll(found ->
                            Matcher.quoteReplacement(part(found.group(1), metric, field, labels)));
        }
        if (labels.isEmpty()) {
            return base(metric, field);
        }
        var values = String.join(" ", new TreeMap<>(labels).values());
        return hasOneMetric ? values : values + " " + base(metric, field);
    }

    private static String part(
            String part, String metric, String field, Map<String, String> labels) {
        return switch (part) {
            case "metric" -> metric;
            case "field" -> field;
            default ->
                    labels.getOrDefault(
                            part.startsWith("term ") ? part.substring(5).strip() : part,
                            "{{" + part + "}}");
        };
    }

    private static String base(String metric, String field) {
        return field.isEmpty() ? metric : metric + " " + field;
    }
}
