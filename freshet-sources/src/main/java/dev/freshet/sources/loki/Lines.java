package dev.freshet.sources.loki;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads lines out of answers, and shows them.
final class Lines {
    private static final Comparator<Line> ORDER =
            Comparator.comparingLong(Line::time).thenComparing(Line::id);

    private Lines() {}

    /// The lines of all streams together, by time.
    static List<Line> of(JsonNode streams, LokiApi api) throws SourceException {
        var lines = new ArrayList<Line>();
        for (var stream : streams) {
            var labels = stream.path("stream");
            var shared = json(labels);
            for (var entry : stream.path("values")) {
                lines.add(line(entry, labels, shared, api));
            }
        }
        lines.sort(ORDER);
        return lines;
    }

    private static Line line(JsonNode entry, JsonNode labels, RawJson shared, LokiApi api)
            throws SourceException {
        var time = entry.path(0).asString("");
        if (!isTime(time) || !entry.path(1).isString()) {
            throw api.notUnderstood("a line without time or text");
        }
        var metadata = entry.path(2);
        return Line.of(
                Long.parseLong(time),
                entry.path(1).stringValue(),
                metadata.isEmpty() ? shared : with(labels, metadata));
    }

    /// True for nanoseconds that fit into a number.
    static boolean isTime(String text) {
        return text.matches("\\d{1,18}|[1-8]\\d{18}");
    }

    /// Labels together with what stands behind a line: labels, or groups of them such as
    /// `structuredMetadata` and `parsed`.
    private static RawJson with(JsonNode labels, JsonNode metadata) {
        var all = new TreeMap<String, JsonNode>();
        put(labels, all);
        for (var each : metadata.properties()) {
            if (each.getValue().isObject()) {
                put(each.getValue(), all);
            } else {
                all.put(each.getKey(), each.getValue());
            }
        }
        return RawJson.of(JsonMapper.shared().writeValueAsBytes(all));
    }

    private static void put(JsonNode labels, Map<String, JsonNode> all) {
        labels.properties().forEach(each -> all.put(each.getKey(), each.getValue()));
    }

    /// Sorted, so that equal labels are equal texts.
    private static RawJson json(JsonNode labels) {
        var sorted = new TreeMap<String, JsonNode>();
        put(labels, sorted);
        return RawJson.of(JsonMapper.shared().writeValueAsBytes(sorted));
    }

    /// The frame: `Time`, `line`, `labels`, `id`.
    static Frame frame(List<Line> lines) {
        var labels = JsonColumn.builder();
        lines.forEach(line -> labels.append(line.labels()));
        return Frame.of(
                "",
                Field.of("Time", TimeColumn.of(lines.stream().mapToLong(Line::time).toArray())),
                Field.of("line", texts(lines.stream().map(Line::text).toList())),
                Field.of("labels", labels.build()),
                Field.of("id", texts(lines.stream().map(Line::id).toList())));
    }

    private static StringColumn texts(List<String> texts) {
        return StringColumn.of(texts.toArray(String[]::new));
    }
}
