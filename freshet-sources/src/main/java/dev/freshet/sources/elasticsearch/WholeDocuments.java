package dev.freshet.sources.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.JsonColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The frame of documents as they are: `Time`, `_index`, `_id`, `_source`.
final class WholeDocuments {
    private WholeDocuments() {}

    static Frame frame(List<Document> documents) {
        var sources = JsonColumn.builder();
        documents.forEach(each -> sources.append(json(each.source())));
        return Frame.of(
                "",
                Field.of("Time", times(documents)),
                Field.of("_index", texts(documents.stream().map(Document::index).toList())),
                Field.of("_id", texts(documents.stream().map(Document::id).toList())),
                Field.nullable("_source", sources.build()));
    }

    static TimeColumn times(List<Document> documents) {
        return TimeColumn.of(documents.stream().mapToLong(Document::time).toArray());
    }

    static StringColumn texts(List<String> texts) {
        return StringColumn.of(texts.toArray(String[]::new));
    }

    static RawJson json(JsonNode value) {
        return RawJson.of(
                value.isMissingNode() ? "{}".getBytes(UTF_8) : value.toString().getBytes(UTF_8));
    }
}
