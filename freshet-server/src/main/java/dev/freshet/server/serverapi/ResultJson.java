package dev.freshet.server.serverapi;

import dev.freshet.engine.cluster.NodeInfo;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Writes the values that results are made of, with Centrifugo's names. What is empty or zero is
/// left out where Centrifugo leaves it out.
final class ResultJson {
    private ResultJson() {}

    /// Nothing without a position.
    static void position(JsonGenerator json, StreamPosition position) {
        if (position.offset() != 0) {
            unsigned(json, "offset", position.offset());
        }
        if (!position.epoch().isEmpty()) {
            json.writeStringProperty("epoch", position.epoch());
        }
    }

    static void publication(JsonGenerator json, Publication publication) {
        json.writeStartObject();
        data(json, "data", publication.data());
        if (publication.info() != null) {
            json.writeName("info");
            clientInfo(json, publication.info());
        }
        unsigned(json, "offset", publication.offset());
        if (!publication.tags().isEmpty()) {
            json.writeObjectPropertyStart("tags");
            publication.tags().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    static void clientInfo(JsonGenerator json, ClientInfo info) {
        json.writeStartObject();
        json.writeStringProperty("user", info.user());
        json.writeStringProperty("client", info.client());
        data(json, "conn_info", info.connInfo());
        data(json, "chan_info", info.chanInfo());
        json.writeEndObject();
    }

    /// As JSON, or what is none in base64 under the name with `b64` in front.
    private static void data(JsonGenerator json, String name, @Nullable Payload data) {
        if (data == null) {
            return;
        }
        if (data.isJson()) {
            json.writeName(name);
            json.writeRawValue(data.text());
        } else {
            var text = Base64.getEncoder().encodeToString(data.toByteArray());
            json.writeStringProperty("b64" + name, text);
        }
    }

    /// Of 64 bits without a sign.
    static void unsigned(JsonGenerator json, String name, long value) {
        json.writeName(name);
        json.writeRawValue(Long.toUnsignedString(value));
    }

    /// What a node tells of itself only.
    ///
    /// @param metrics counted since its start, by name
    record Own(Map<String, Double> metrics, ProcessUsage process) {}

    /// @param own null for nodes other than this
    static void node(JsonGenerator json, NodeInfo node, @Nullable Own own) {
        json.writeStartObject();
        json.writeStringProperty("uid", node.id());
        json.writeStringProperty("name", node.name());
        json.writeStringProperty("version", node.version());
        json.writeNumberProperty("num_clients", node.clients());
        json.writeNumberProperty("num_users", node.users());
        json.writeNumberProperty("num_subs", node.subscriptions());
        json.writeNumberProperty("num_channels", node.channels());
        json.writeNumberProperty("uptime", node.uptime().toSeconds());
        if (own != null) {
            json.writeObjectPropertyStart("metrics");
            json.writeNumberProperty("interval", node.uptime().toSeconds());
            json.writeObjectPropertyStart("items");
            own.metrics().forEach(json::writeNumberProperty);
            json.writeEndObject();
            json.writeEndObject();
            json.writeObjectPropertyStart("process");
            json.writeNumberProperty("cpu", own.process().cpuPercent());
            json.writeNumberProperty("rss", own.process().residentBytes());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
