package dev.freshet.server.http;

import dev.freshet.server.problem.Problem;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a [Problem] as the body of an answer.
final class ProblemJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ProblemJson() {}

    static byte[] write(Problem problem) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("message", problem.message());
            json.writeStringProperty("messageId", problem.type().messageId());
            json.writeNumberProperty("statusCode", problem.type().status());
            if (!problem.hint().isEmpty()) {
                json.writeStringProperty("hint", problem.hint());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
