package dev.freshet.sources.influxdb;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Writes InfluxQL for a query that was put together in Grafana's editor.
final class QueryBuilder {
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9_+/-]{1,60}");

    private final JsonNode json;

    private QueryBuilder(JsonNode json) {
        this.json = json;
    }

    /// @throws SourceException which member is missing or wrong
    static String build(JsonNode json) throws SourceException {
        var builder = new QueryBuilder(json);
        return builder.select()
                + builder.from()
                + " WHERE "
                + TagFilter.of(json.path("tags"))
                + "$timeFilter"
                + builder.groupBy()
                + builder.orderBy()
                + builder.count("limit")
                + builder.count("slimit")
                + builder.zone();
    }

    private String select() throws SourceException {
        var fields = new ArrayList<String>();
        for (var field : json.path("select")) {
            var text = "";
            for (var part : field) {
                text = QueryPart.of(part).around(text);
            }
            if (!text.isEmpty()) {
                fields.add(text);
            }
        }
        if (fields.isEmpty()) {
            throw new SourceException(
                    "The query selects nothing.",
                    "Set its member select, or rawQuery: true and query.");
        }
        return "SELECT " + String.join(", ", fields);
    }

    private String from() throws SourceException {
        var measurement = json.path("measurement").asString("");
        if (measurement.isEmpty()) {
            throw new SourceException(
                    "The query has no measurement.",
                    "Set its member measurement, for example cpu.");
        }
        var policy = json.path("policy").asString("");
        return " FROM "
                + (policy.isEmpty() || policy.equals("default") ? "" : Quoting.name(policy) + ".")
                + (Quoting.isRegex(measurement)
                        ? Quoting.regex(measurement)
                        : Quoting.name(measurement));
    }

    private String groupBy() throws SourceException {
        var groups = new ArrayList<String>();
        var fill = "";
        for (var each : json.path("groupBy")) {
            var part = QueryPart.of(each);
            if (part.type().equals("fill")) {
                fill = " " + part.around("");
            } else {
                groups.add(part.around(""));
            }
        }
        return (groups.isEmpty() ? "" : " GROUP BY " + String.join(", ", groups)) + fill;
    }

    private String orderBy() throws SourceException {
        var order = json.path("orderByTime").asString("").toUpperCase(Locale.ROOT);
        return switch (order) {
            case "" -> "";
            case "ASC", "DESC" -> " ORDER BY time " + order;
            default -> throw wrong("orderByTime", order, "Set it to ASC or DESC.");
        };
    }

    private String count(String name) throws SourceException {
        var count = json.path(name).asString("");
        if (count.isEmpty()) {
            return "";
        }
        if (!COUNT.matcher(count).matches()) {
            throw wrong(name, count, "Set it to a whole number.");
        }
        return " " + name.toUpperCase(Locale.ROOT) + " " + count;
    }

    private String zone() throws SourceException {
        var zone = json.path("tz").asString("");
        if (zone.isEmpty()) {
            return "";
        }
        if (!ZONE.matcher(zone).matches()) {
            throw wrong("tz", zone, "Set it to a time zone, for example Europe/Berlin.");
        }
        return " tz(" + Quoting.text(zone) + ")";
    }

    /// That a member of the query has a wrong value.
    static SourceException wrong(String member, String value, String hint) {
        return new SourceException(
                "Member " + member + " of the query is \"" + Shown.of(value) + "\".", hint);
    }
}
