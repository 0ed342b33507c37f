package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One level of groups above the date histogram: terms, filters or a histogram of numbers.
///
/// @param id unique in a query; names the aggregation in the request
record Grouping(String id, String type, String field, JsonNode settings) {
    private static final int MOST_TERMS = 10_000;

    static Grouping of(JsonNode json, int number) throws SourceException {
        var grouping =
                new Grouping(
                        json.path("id").asString("g" + number),
                        json.path("type").asString(""),
                        json.path("field").asString("").strip(),
                        json.path("settings"));
        grouping.check();
        return grouping;
    }

    private void check() throws SourceException {
        if (!Set.of("terms", "filters", "histogram").contains(type)) {
            throw new SourceException(
                    "The query groups by \"%s\", which is not supported.".formatted(Shown.of(type)),
                    "Group by terms, filters or histogram, and last by a date histogram.");
        }
        if (!type.equals("filters") && field.isEmpty()) {
            throw new SourceException(
                    "The query groups by " + type + " and names no field.",
                    "Set the member field of this group.");
        }
        if (type.equals("filters") && settings.path("filters").isEmpty()) {
            throw new SourceException(
                    "The query groups by filters and has none.",
                    "Add Lucene queries under settings.filters, or leave the group out.");
        }
        if (type.equals("histogram") && !(interval() > 0)) {
            throw new SourceException(
                    "The histogram of %s has the interval \"%s\"."
                            .formatted(
                                    Shown.of(field),
                                    Shown.of(settings.path("interval").asString(""))),
                    "Give the width of its groups, for example 100.");
        }
    }

    private double interval() {
        return settings.path("interval").asDouble(1000);
    }

    /// The label that tells series of this group apart.
    String label() {
        return type.equals("filters") ? "filter" : field;
    }

    /// Puts this aggregation among others; returns where those of its groups belong.
    ObjectNode addTo(ObjectNode aggregations, List<Metric> metrics, Macros macros) {
        var own = aggregations.putObject(id);
        var body = own.putObject(type);
        switch (type) {
            case "filters" -> filters(body.putObject("filters"), macros);
            case "histogram" -> {
                body.put("field", field).put("interval", interval());
                body.put("min_doc_count", settings.path("min_doc_count").asInt(1));
            }
            default -> terms(body, metrics);
        }
        var below = own.putObject("aggs");
        metrics.stream()
                .filter(metric -> !metric.isCount() && metric.id().equals(orderedMetric()))
                .forEach(metric -> metric.addTo(below));
        return below;
    }

    private void filters(ObjectNode filters, Macros macros) {
        for (var each : settings.path("filters")) {
            var query = macros.replace(each.path("query").asString("").strip());
            var label = each.path("label").asString("").strip();
            filters.set(
                    label.isEmpty() ? query : label,
                    TimedSearch.matching(query.isEmpty() ? "*" : query));
        }
    }

    private void terms(ObjectNode body, List<Metric> metrics) {
        int size = settings.path("size").asInt(0);
        body.put("field", field).put("size", size > 0 ? Math.min(size, MOST_TERMS) : 500);
        body.put("min_doc_count", settings.path("min_doc_count").asInt(1));
        var missing = settings.path("missing").asString("");
        if (!missing.isEmpty()) {
            body.put("missing", missing);
        }
        var direction = settings.path("order").asString("desc");
        body.putObject("order").put(orderKey(metrics), direction.equals("asc") ? "asc" : "desc");
    }

    private String orderBy() {
        return settings.path("orderBy").asString("_term");
    }

    private String orderKey(List<Metric> metrics) {
        var orderBy = orderBy();
        if (orderBy.isEmpty() || orderBy.equals("_term")) {
            return "_key";
        }
        var isCount =
                metrics.stream().anyMatch(each -> each.isCount() && each.id().equals(orderBy));
        return isCount ? "_count" : orderBy;
    }

    /// The metric whose values order the terms: `1` of `1[95.0]`.
    private String orderedMetric() {
        return orderBy().replaceFirst("[\\[.].*", "");
    }

    /// What a group is called in labels.
    static String name(JsonNode bucket) {
        var text = bucket.path("key_as_string");
        return text.isString() ? text.stringValue() : bucket.path("key").asString("");
    }
}
