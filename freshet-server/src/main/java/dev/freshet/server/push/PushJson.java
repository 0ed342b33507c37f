package dev.freshet.server.push;

import dev.freshet.server.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the answers to pushes, each on one line: agents show the first line only.
final class PushJson {
    private static final JsonFactory JSON = new JsonFactory();

    private PushJson() {}

    static byte[] stored(LinePush.Taken.Stored stored) {
        return write(json -> {
            json.writeArrayPropertyStart("channels");
            stored.channels().forEach(json::writeString);
            json.writeEndArray();
            json.writeNumberProperty("frames", stored.lines().frames().size());
            json.writeNumberProperty("rows", stored.rows());
            if (stored.lines().badLines() > 0) {
                writeReport(json, stored.lines());
            }
        });
    }

    private static void writeReport(JsonGenerator json, PushResult lines) {
        json.writeNumberProperty("accepted", lines.lines());
        json.writeNumberProperty("rejected", lines.badLines());
        json.writeArrayPropertyStart("errors");
        for (var error : lines.errors()) {
            json.writeStartObject();
            writeError(json, error);
            json.writeStringProperty("message", error.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static byte[] refused(Problem problem, LineError error) {
        return write(json -> {
            json.writeStringProperty("message", problem.message());
            json.writeStringProperty("messageId", problem.type().messageId());
            json.writeNumberProperty("statusCode", problem.type().status());
            json.writeStringProperty("hint", problem.hint());
            json.writeNumberProperty("accepted", 0);
            writeError(json, error);
        });
    }

    private static void writeError(JsonGenerator json, LineError error) {
        json.writeNumberProperty("line", error.line());
        json.writeNumberProperty("column", error.column());
        json.writeStringProperty("value", error.value());
    }

    /// InfluxDB 2's form of an error.
    static byte[] influx2(String code, String message) {
        return write(json -> {
            json.writeStringProperty("code", code);
            json.writeStringProperty("message", message);
        });
    }

    /// InfluxDB 1's form of an error.
    static byte[] influx1(String message) {
        return write(json -> json.writeStringProperty("error", message));
    }

    private static byte[] write(Consumer<JsonGenerator> members) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
