package dev.freshet.sources.elasticsearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads the numbers of one metric out of a bucket. Percentiles and statistics have several.
final class MetricValues {
    private static final Map<String, String> NAMES =
            Map.of(
                    "count", "Count",
                    "avg", "Average",
                    "sum", "Sum",
                    "min", "Min",
                    "max", "Max",
                    "cardinality", "Unique Count");
    private static final Map<String, String> STATISTICS = statistics();

    private MetricValues() {}

    private static Map<String, String> statistics() {
        var names = new LinkedHashMap<String, String>();
        names.put("avg", "Avg");
        names.put("min", "Min");
        names.put("max", "Max");
        names.put("sum", "Sum");
        names.put("count", "Count");
        names.put("std_deviation", "Std Dev");
        names.put("std_deviation_bounds_upper", "Std Dev Upper");
        names.put("std_deviation_bounds_lower", "Std Dev Lower");
        return names;
    }

    /// The names of its numbers, as Grafana has them: `Average`, `p95.0`, `Std Dev`.
    static List<String> names(Metric metric) {
        return switch (metric.type()) {
            case "percentiles" -> percents(metric).stream().map(percent -> "p" + percent).toList();
            case "extended_stats" -> statistics(metric).stream().map(STATISTICS::get).toList();
            default -> List.of(NAMES.getOrDefault(metric.type(), metric.type()));
        };
    }

    /// The numbers in the order of the names; NaN where there is none.
    static double[] read(Metric metric, JsonNode bucket) {
        var result = bucket.path(metric.id());
        return switch (metric.type()) {
            case "count" -> new double[] {number(bucket.path("doc_count"))};
            case "percentiles" ->
                    percents(metric).stream()
                            .mapToDouble(percent -> number(result.path("values").path(percent)))
                            .toArray();
            case "extended_stats" ->
                    statistics(metric).stream()
                            .mapToDouble(name -> number(statistic(result, name)))
                            .toArray();
            default -> new double[] {number(result.path("value"))};
        };
    }

    private static JsonNode statistic(JsonNode result, String name) {
        var bound = "std_deviation_bounds_";
        return name.startsWith(bound)
                ? result.path("std_deviation_bounds").path(name.substring(bound.length()))
                : result.path(name);
    }

    private static double number(JsonNode value) {
        return value.isNumber() ? value.doubleValue(Double.NaN) : Double.NaN;
    }

    /// As the answer has them: `95.0`.
    private static List<String> percents(Metric metric) {
        var percents = new ArrayList<String>();
        for (var each : metric.settings().path("percents")) {
            percents.add(String.valueOf(each.asDouble(0)));
        }
        return percents.isEmpty()
                ? List.of("1.0", "5.0", "25.0", "50.0", "75.0", "95.0", "99.0")
                : percents.stream().distinct().toList();
    }

    private static List<String> statistics(Metric metric) {
        var wanted =
                STATISTICS.keySet().stream()
                        .filter(name -> metric.meta().path(name).booleanValue(false))
                        .toList();
        return wanted.isEmpty()
                ? List.of("avg", "min", "max", "sum", "count", "std_deviation")
                : wanted;
    }
}
