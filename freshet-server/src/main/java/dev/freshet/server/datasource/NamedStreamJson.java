package dev.freshet.server.datasource;

import dev.freshet.server.config.DurationText;
import dev.freshet.source.RawJson;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Named streams as JSON: for the table and for people.
final class NamedStreamJson {
    private static final JsonFactory JSON = new JsonFactory();

    private NamedStreamJson() {}

    /// For the table. A query is a text in it: read back as JSON, its numbers might be written
    /// otherwise, and every load would find it changed.
    static String stored(List<NamedStream> streams) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            for (var stream : streams) {
                json.writeStartObject();
                writeSettings(json, stream);
                json.writeStringProperty("query", stream.query().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    /// Reads what [#stored] wrote.
    static List<NamedStream> read(String stored) {
        if (stored.equals("[]")) {
            return List.of();
        }
        return JsonMapper.shared()
                .readTree(stored)
                .valueStream()
                .map(NamedStreamJson::stream)
                .toList();
    }

    /// For people.
    static void write(JsonGenerator json, NamedStream stream, String uid) {
        json.writeStartObject();
        writeSettings(json, stream);
        json.writeName("query");
        json.writeRawValue(stream.query().toString());
        json.writeStringProperty("channel", stream.channel(uid));
        json.writeEndObject();
    }

    private static void writeSettings(JsonGenerator json, NamedStream stream) {
        json.writeStringProperty("name", stream.name());
        json.writeStringProperty("interval", DurationText.print(stream.interval()));
        json.writeStringProperty("range", DurationText.print(stream.range()));
        json.writeStringProperty("delay", DurationText.print(stream.delay()));
        if (stream.overlap() != null) {
            json.writeStringProperty("overlap", DurationText.print(stream.overlap()));
        }
    }

    private static NamedStream stream(JsonNode json) {
        return new NamedStream(
                json.required("name").stringValue(),
                RawJson.of(json.required("query").stringValue()),
                duration(json.required("interval")),
                duration(json.required("range")),
                duration(json.required("delay")),
                overlap(json));
    }

    private static @Nullable Duration overlap(JsonNode json) {
        return json.has("overlap") ? duration(json.required("overlap")) : null;
    }

    private static Duration duration(JsonNode json) {
        return DurationText.parse(json.stringValue());
    }
}
