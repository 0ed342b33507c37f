package dev.freshet.sources.prometheus;

import dev.freshet.sources.upstream.SeriesFrame;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What series are called, from their labels alone: a series has the same name in every answer,
/// whatever other series come along.
///
/// @param format a text with `{{label}}` for values of labels; empty for name and labels; `__auto`
///   for the shortest text that is sure to tell
/// @param expression what a series without labels is called
record Legend(String format, String expression) {
    private static final String METRIC = "__name__";
    private static final Pattern LABEL = Pattern.compile("\\{\\{([^{}]+)\\}\\}");

    /// The name of the field, as Prometheus writes series: `up{instance="a", job="b"}`.
    String name(Map<String, String> labels) {
        var others = others(labels);
        var name =
                labels.getOrDefault(METRIC, "")
                        + (others.isEmpty() ? "" : SeriesFrame.text(others));
        return name.isEmpty() ? expression : name;
    }

    /// What panels call the series.
    String display(Map<String, String> labels) {
        return switch (format) {
            case "" -> name(labels);
            case "__auto" -> shortest(labels);
            default -> filled(labels);
        };
    }

    private String shortest(Map<String, String> labels) {
        var others = others(labels);
        return others.size() == 1 ? others.values().iterator().next() : name(labels);
    }

    private String filled(Map<String, String> labels) {
        return LABEL.matcher(format)
                .replaceAll(found ->
                        Matcher.quoteReplacement(labels.getOrDefault(found.group(1).strip(), "")));
    }

    private static Map<String, String> others(Map<String, String> labels) {
        var others = new TreeMap<>(labels);
        others.remove(METRIC);
        return others;
    }
}
