package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The condition on tags and fields of a query from Grafana's editor.
final class TagFilter {
    private static final Set<String> ORDERS = Set.of("<", ">", "<=", ">=");
    private static final Set<String> EQUALITIES = Set.of("=", "!=", "<>");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private TagFilter() {}

    /// The condition with `AND` behind it; empty when there is none.
    ///
    /// @throws SourceException which operator or condition is wrong
    static String of(JsonNode tags) throws SourceException {
        var text = new StringBuilder();
        for (var tag : tags) {
            text.append(text.isEmpty() ? "" : " " + condition(tag) + " ").append(comparison(tag));
        }
        return text.isEmpty() ? "" : "(" + text + ") AND ";
    }

    private static String condition(JsonNode tag) throws SourceException {
        var condition = tag.path("condition").asString("").toUpperCase(Locale.ROOT);
        return switch (condition) {
            case "" -> "AND";
            case "AND", "OR" -> condition;
            default ->
                    throw QueryBuilder.wrong("tags[].condition", condition, "Set it to AND or OR.");
        };
    }

    private static String comparison(JsonNode tag) throws SourceException {
        var key = tag.path("key").asString("");
        var value = tag.path("value").asString("");
        var operator = tag.path("operator").asString("");
        if (operator.isEmpty()) {
            operator = Quoting.isRegex(value) ? "=~" : "=";
        }
        return Quoting.name(key) + " " + comparison(key, operator, value);
    }

    private static String comparison(String key, String operator, String value)
            throws SourceException {
        if (operator.equals("=~") || operator.equals("!~")) {
            return operator + " " + Quoting.regex(value);
        }
        var plain = plain(value);
        if (operator.equals("Is")) {
            return "= " + typed(key, plain);
        }
        if (operator.equals("Is Not")) {
            return "!= " + typed(key, plain);
        }
        if (EQUALITIES.contains(operator)) {
            return operator + " " + Quoting.text(plain);
        }
        if (ORDERS.contains(operator)) {
            boolean isNumber = NUMBER.matcher(plain).matches();
            return operator + " " + (isNumber ? plain : Quoting.text(plain));
        }
        throw QueryBuilder.wrong(
                "tags[].operator",
                operator,
                "Set it to one of =, !=, <>, <, >, <=, >=, =~, !~, Is, Is Not.");
    }

    /// Grafana writes one chosen value as `/^value$/`, also where a text is compared.
    private static String plain(String value) {
        return value.length() > 3 && value.startsWith("/^") && value.endsWith("$/")
                ? value.substring(2, value.length() - 2)
                : value;
    }

    private static String typed(String key, String value) {
        boolean isTyped =
                !key.endsWith("::tag")
                        && (NUMBER.matcher(value).matches()
                                || value.equalsIgnoreCase("true")
                                || value.equalsIgnoreCase("false"));
        return isTyped ? value.toLowerCase(Locale.ROOT) : Quoting.text(value);
    }
}
