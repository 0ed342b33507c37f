package dev.freshet.sources.elasticsearch;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.SourceException;
import dev.freshet.source.StringColumn;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The frame of documents as a log: `Time`, `line`, `level`, `id`, `labels`.
record LogLines(ElasticsearchSettings settings, String timeField) {

    Frame frame(List<Document> documents) throws SourceException {
        var lines = StringColumn.builder();
        var levels = StringColumn.builder();
        var labels = JsonColumn.builder();
        for (var document : documents) {
            var fields = Flattened.of(document.source());
            lines.append(line(document, fields));
            var level =
                    fields.get(settings.levelField().isEmpty() ? "level" : settings.levelField());
            if (level == null) {
                levels.appendNull();
            } else {
                levels.append(text(level));
            }
            labels.append(WholeDocuments.json(labels(fields)));
        }
        return Frame.of(
                "",
                Field.of("Time", WholeDocuments.times(documents)),
                Field.of("line", lines.build()),
                Field.nullable("level", levels.build()),
                Field.of(
                        "id", WholeDocuments.texts(documents.stream().map(Document::key).toList())),
                Field.of("labels", labels.build()));
    }

    /// The message; the whole document when no field is named for it, or it has none.
    private String line(Document document, Map<String, JsonNode> fields) {
        var message =
                settings.messageField().isEmpty() ? null : fields.get(settings.messageField());
        return message == null ? WholeDocuments.json(document.source()).toString() : text(message);
    }

    private JsonNode labels(Map<String, JsonNode> fields) {
        var labels = JsonMapper.shared().createObjectNode();
        fields.forEach((name, value) -> {
            if (!name.equals(settings.messageField()) && !name.equals(timeField)) {
                labels.put(name, text(value));
            }
        });
        return labels;
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
