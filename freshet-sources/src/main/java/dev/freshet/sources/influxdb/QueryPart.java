package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// One part of a field or group as Grafana's editor stores it: `{"type": "mean", "params": []}`.
record QueryPart(String type, List<String> params) {
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,60}");
    private static final Pattern ARGUMENT =
            Pattern.compile("-?[0-9.]+[a-zµ]*|[a-z]+|\\$[a-z_]+|\\$\\{[a-z_]+\\}");
    private static final Pattern ARITHMETIC =
            Pattern.compile("(?:[\\s0-9.eE+*%/()-]|\\$[a-z_]+|\\$\\{[a-z_]+\\})+");
    private static final int LONGEST_ARITHMETIC = 200;
    private static final Set<String> NO_FUNCTIONS = Set.of("field", "tag", "math", "alias");

    static QueryPart of(JsonNode json) throws SourceException {
        var type = json.path("type").asString("").toLowerCase(Locale.ROOT);
        var params = new ArrayList<String>();
        for (var param : json.path("params")) {
            params.add(param.asString(""));
        }
        var part = new QueryPart(type, params);
        if (!NAME.matcher(type).matches()) {
            throw part.wrong("is no function");
        }
        if (NO_FUNCTIONS.contains(type) && params.size() != 1) {
            throw part.wrong("needs one parameter");
        }
        return part;
    }

    /// The InfluxQL of this part, applied to what stands before it.
    String around(String before) throws SourceException {
        return switch (type) {
            case "field", "tag" ->
                    params.getFirst().equals("*") ? "*" : Quoting.name(params.getFirst());
            case "math" -> before + " " + arithmetic();
            case "alias" -> before + " AS " + Quoting.name(params.getFirst());
            default -> call(before);
        };
    }

    private String arithmetic() throws SourceException {
        var text = params.getFirst().strip();
        if (text.length() > LONGEST_ARITHMETIC || !ARITHMETIC.matcher(text).matches()) {
            throw wrong("is no arithmetic with numbers");
        }
        return text;
    }

    private String call(String before) throws SourceException {
        var arguments = new ArrayList<String>();
        if (!before.isEmpty()) {
            arguments.add(before);
        }
        for (var param : params) {
            var argument = param.strip();
            if (!ARGUMENT.matcher(argument).matches()) {
                throw wrong("has the parameter \"" + Shown.of(argument) + "\"");
            }
            boolean isAuto = type.equals("time") && argument.equals("auto");
            arguments.add(isAuto ? "$__interval" : argument);
        }
        return type + "(" + String.join(", ", arguments) + ")";
    }

    private SourceException wrong(String what) {
        return QueryBuilder.wrong(
                "select or groupBy",
                type + params + ", which " + what,
                "Correct that part, or write the query as text with rawQuery: true.");
    }
}
