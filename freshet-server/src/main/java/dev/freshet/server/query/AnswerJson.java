package dev.freshet.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.server.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the answers to queries.
final class AnswerJson {
    private static final JsonFactory JSON = new JsonFactory();

    private AnswerJson() {}

    /// The answer to one query.
    sealed interface Result {
        /// It was answered.
        ///
        /// @param frames frame JSON each
        record Frames(List<byte[]> frames) implements Result {}

        /// It was not.
        ///
        /// @param status in HTTP's words
        /// @param messageId empty when the error is the data source's own
        record Failed(int status, String message, String messageId) implements Result {
            static Failed of(Problem problem) {
                return new Failed(
                        problem.type().status(), problem.text(), problem.type().messageId());
            }
        }
    }

    static byte[] write(Map<String, Result> results) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeName("results");
            json.writeStartObject();
            results.forEach((refId, result) -> {
                json.writeName(refId);
                json.writeStartObject();
                switch (result) {
                    case Result.Frames(List<byte[]> frames) -> frames(json, frames);
                    case Result.Failed failed -> failed(json, failed);
                }
                json.writeEndObject();
            });
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void frames(JsonGenerator json, List<byte[]> frames) {
        json.writeNumberProperty("status", 200);
        json.writeName("frames");
        json.writeStartArray();
        frames.forEach(frame -> json.writeRawValue(new String(frame, UTF_8)));
        json.writeEndArray();
    }

    private static void failed(JsonGenerator json, Result.Failed failed) {
        json.writeStringProperty("error", failed.message());
        json.writeNumberProperty("status", failed.status());
        if (!failed.messageId().isEmpty()) {
            json.writeStringProperty("messageId", failed.messageId());
        }
    }
}
