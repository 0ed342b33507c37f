package dev.freshet.sources.influxdb;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a series is called.
///
/// @param pattern with `$m` or `$measurement`, `$col`, `$tag_name` and `$1` for a part of a
///   measurement's name between dots, also as `[[m]]`; empty for the name that tells everything
record Alias(String pattern) {
    private static final Pattern VARIABLE = Pattern.compile("\\[\\[([^\\]]+)\\]\\]|\\$([\\w-]+)");

    /// The name of the field, without a dot when one of the two is empty: `cpu.mean {host: a,
    /// region: eu}`.
    static String name(String measurement, String column, Map<String, String> tags) {
        var name = new StringBuilder(measurement);
        name.append(measurement.isEmpty() || column.isEmpty() ? "" : ".").append(column);
        if (!tags.isEmpty()) {
            name.append(" {");
            new TreeMap<>(tags)
                    .forEach((tag, value) ->
                            name.append(name.charAt(name.length() - 1) == '{' ? "" : ", ")
                                    .append(tag)
                                    .append(": ")
                                    .append(value));
            name.append('}');
        }
        return name.toString();
    }

    /// What panels call it.
    String of(String measurement, String column, Map<String, String> tags) {
        if (pattern.isEmpty()) {
            return name(measurement, column, tags);
        }
        return VARIABLE.matcher(pattern)
                .replaceAll(found -> {
                    var name = found.group(1) == null ? found.group(2) : found.group(1);
                    return Matcher.quoteReplacement(
                            value(name, found.group(), measurement, column, tags));
                });
    }

    private static String value(
            String name,
            String otherwise,
            String measurement,
            String column,
            Map<String, String> tags) {
        if (name.equals("m") || name.equals("measurement")) {
            return measurement;
        }
        if (name.equals("col")) {
            return column;
        }
        if (name.startsWith("tag_")) {
            return tags.getOrDefault(name.substring(4), otherwise);
        }
        var parts = measurement.split("\\.", -1);
        if (name.matches("\\d{1,2}") && Integer.parseInt(name) < parts.length) {
            return parts[Integer.parseInt(name)];
        }
        return otherwise;
    }
}
