package dev.freshet.server.live;

import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.Permissions;
import dev.freshet.server.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the answers of list and info.
final class LiveJson {
    private static final JsonFactory JSON = new JsonFactory();

    private LiveJson() {}

    static byte[] list(List<ListedChannel> channels) {
        return write(json -> {
            json.writeArrayPropertyStart("channels");
            for (var channel : channels) {
                json.writeStartObject();
                writeEntry(json, channel);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static byte[] known(ChannelFacts facts, Permissions permissions) {
        return write(json -> {
            json.writeBooleanProperty("known", true);
            writeEntry(json, facts.entry());
            json.writeStringProperty("retention", facts.retention());
            json.writeArrayPropertyStart("conflicts");
            facts.conflicts().forEach(conflict -> writeConflict(json, conflict));
            json.writeEndArray();
            writePermissions(json, permissions);
        });
    }

    /// @param refusal of the last one who wanted it
    static byte[] unknown(
            OrgChannel channel,
            int subscribers,
            String why,
            Optional<Problem> refusal,
            Permissions permissions) {
        return write(json -> {
            json.writeBooleanProperty("known", false);
            json.writeStringProperty("channel", channel.address().toString());
            json.writeNumberProperty("subscribers", subscribers);
            json.writeStringProperty("why", why);
            refusal.ifPresent(problem -> {
                json.writeObjectPropertyStart("refusal");
                writeProblem(json, problem);
                json.writeEndObject();
            });
            writePermissions(json, permissions);
        });
    }

    private static byte[] write(Consumer<JsonGenerator> members) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeEntry(JsonGenerator json, ListedChannel channel) {
        json.writeStringProperty("channel", channel.channel());
        json.writeNumberProperty("minute_rate", channel.minuteRate());
        json.writeObjectPropertyStart("data");
        if (!channel.schema().isEmpty()) {
            writeRaw(json, "schema", channel.schema());
        }
        json.writeEndObject();
        json.writeStringProperty("kind", channel.kind());
        json.writeNumberProperty("subscribers", channel.subscribers());
        if (channel.lastMessageAgeMillis() >= 0) {
            json.writeNumberProperty("lastMessageAgeMs", channel.lastMessageAgeMillis());
        }
        if (channel.measurement() != null) {
            json.writeStringProperty("measurement", channel.measurement());
        }
        if (channel.slowDropped() + channel.slowClosed() > 0) {
            json.writeObjectPropertyStart("slow");
            json.writeNumberProperty("dropped", channel.slowDropped());
            json.writeNumberProperty("closed", channel.slowClosed());
            json.writeEndObject();
        }
        if (!channel.trouble().isEmpty()) {
            json.writeStringProperty("why", channel.trouble());
        }
    }

    private static void writeRaw(JsonGenerator json, String name, Json value) {
        json.writeName(name);
        json.writeRawValue(value.toString());
    }

    private static void writeConflict(JsonGenerator json, ChannelFacts.Conflict conflict) {
        json.writeStartObject();
        json.writeStringProperty("field", conflict.field());
        json.writeNumberProperty("count", conflict.count());
        json.writeStringProperty("reason", conflict.reason());
        json.writeEndObject();
    }

    private static void writePermissions(JsonGenerator json, Permissions permissions) {
        writePermission(json, "subscribe", permissions.subscribe());
        writePermission(json, "publish", permissions.publish());
    }

    private static void writePermission(
            JsonGenerator json, String name, Optional<Problem> refusal) {
        json.writeObjectPropertyStart(name);
        json.writeBooleanProperty("allowed", refusal.isEmpty());
        refusal.ifPresent(problem -> writeProblem(json, problem));
        json.writeEndObject();
    }

    private static void writeProblem(JsonGenerator json, Problem problem) {
        json.writeStringProperty("message", problem.message());
        json.writeStringProperty("messageId", problem.type().messageId());
        json.writeStringProperty("hint", problem.hint());
    }
}
