package dev.freshet.sources.loki;

import dev.freshet.sources.upstream.SeriesFrame;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What series are called, from their labels alone: a series has the same name in every answer.
///
/// @param format a text with `{{label}}` for values of labels; empty or `__auto` for all labels
/// @param expression what a series without labels is called
record Legend(String format, String expression) {
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(.+?)\\s*\\}\\}");

    /// The name of the field: `{app="a", level="info"}`.
    String name(Map<String, String> labels) {
        return labels.isEmpty() ? expression : SeriesFrame.text(labels);
    }

    /// What panels call the series.
    String display(Map<String, String> labels) {
        if (format.isEmpty() || format.equals("__auto")) {
            return labels.size() == 1 && !format.isEmpty()
                    ? labels.values().iterator().next()
                    : name(labels);
        }
        return LABEL.matcher(format)
                .replaceAll(
                        found -> Matcher.quoteReplacement(labels.getOrDefault(found.group(1), "")));
    }
}
