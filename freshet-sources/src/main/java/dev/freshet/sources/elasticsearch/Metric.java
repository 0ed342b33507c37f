package dev.freshet.sources.elasticsearch;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is computed for each bucket, as Grafana's panel writes it.
///
/// @param id unique in a query; names the aggregation in the request
record Metric(
        String id, String type, String field, boolean isHidden, JsonNode settings, JsonNode meta) {
    private static final Set<String> DOCUMENTS = Set.of("raw_data", "raw_document", "logs");
    private static final Set<String> NUMBERS =
            Set.of(
                    "count",
                    "avg",
                    "sum",
                    "min",
                    "max",
                    "cardinality",
                    "percentiles",
                    "extended_stats");
    private static final Set<String> OF_NEIGHBOURS =
            Set.of("derivative", "moving_avg", "moving_fn", "cumulative_sum", "serial_diff");

    /// The metrics of a query; the number of documents when it names none.
    static List<Metric> all(JsonNode metrics) throws SourceException {
        var all = new ArrayList<Metric>();
        for (var json : metrics) {
            all.add(of(json, all.size() + 1));
        }
        var ids = all.stream().map(Metric::id).distinct().count();
        if (ids < all.size()) {
            throw new SourceException(
                    "Two metrics of the query have the same id.", "Give each an id of its own.");
        }
        if (all.isEmpty()) {
            var none = JsonMapper.shared().createObjectNode();
            all.add(new Metric("1", "count", "", false, none, none));
        }
        return List.copyOf(all);
    }

    private static Metric of(JsonNode json, int number) throws SourceException {
        var type = json.path("type").asString("count");
        var metric =
                new Metric(
                        json.path("id").asString(String.valueOf(number)),
                        type,
                        json.path("field").asString("").strip(),
                        json.path("hide").booleanValue(false),
                        json.path("settings"),
                        json.path("meta"));
        metric.check();
        return metric;
    }

    private void check() throws SourceException {
        if (OF_NEIGHBOURS.contains(type)) {
            throw new SourceException(
                    "Metric %s of the query is \"%s\", which needs the buckets before those that are asked for; it cannot become live."
                            .formatted(Shown.of(id), type),
                    "Take its input as the metric, and let the panel compute the rest by a"
                            + " transformation.");
        }
        if (!NUMBERS.contains(type) && !isOfDocuments()) {
            throw new SourceException(
                    "Metric %s of the query is \"%s\", which is not supported."
                            .formatted(Shown.of(id), Shown.of(type)),
                    "Choose count, avg, sum, min, max, cardinality, percentiles, extended_stats,"
                            + " raw_data, raw_document or logs.");
        }
        if (NUMBERS.contains(type)
                && !type.equals("count")
                && field.isEmpty()
                && settings.path("script").isMissingNode()) {
            throw new SourceException(
                    "Metric %s of the query, %s, has no field.".formatted(Shown.of(id), type),
                    "Set its member field to a numeric field.");
        }
        if (!id.matches("[A-Za-z0-9_-]{1,50}")) {
            throw new SourceException(
                    "A metric of the query has the id \"%s\".".formatted(Shown.of(id)),
                    "Use letters and digits, for example 1.");
        }
    }

    /// True for metrics that show documents instead of numbers.
    boolean isOfDocuments() {
        return DOCUMENTS.contains(type);
    }

    boolean isCount() {
        return type.equals("count");
    }

    /// Puts this metric's aggregation among those of a bucket.
    void addTo(ObjectNode aggregations) {
        if (isCount()) {
            return; // every bucket has its number of documents
        }
        var body = aggregations.putObject(id).putObject(type);
        if (!field.isEmpty()) {
            body.put("field", field);
        }
        copyScript(body);
        copyNumber("missing", body);
        copyNumber("precision_threshold", body);
        copyNumber("sigma", body);
        if (type.equals("percentiles") && !settings.path("percents").isEmpty()) {
            var percents = body.putArray("percents");
            settings.path("percents").forEach(each -> percents.add(number(each)));
        }
    }

    private void copyScript(ObjectNode body) {
        var script = settings.path("script");
        var text = script.isObject() ? script.path("inline").asString("") : script.asString("");
        if (!text.isBlank()) {
            body.putObject("script").put("source", text);
        }
    }

    private void copyNumber(String setting, ObjectNode body) {
        if (!settings.path(setting).asString("").isBlank()) {
            body.set(setting, number(settings.path(setting)));
        }
    }

    /// Panels write numbers as texts; what is no number is left for the server to refuse.
    private static JsonNode number(JsonNode setting) {
        var text = setting.asString("").strip();
        var nodes = JsonNodeFactory.instance;
        if (text.matches("-?\\d{1,15}")) {
            return nodes.numberNode(Long.parseLong(text));
        }
        return text.matches("-?\\d{1,15}\\.\\d{1,15}")
                ? nodes.numberNode(Double.parseDouble(text))
                : nodes.stringNode(text);
    }
}
