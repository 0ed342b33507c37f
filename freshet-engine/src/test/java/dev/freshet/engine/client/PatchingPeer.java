package dev.freshet.engine.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.engine.protocol.FossilPatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A peer that asked for deltas in one channel and applies them, as stock clients do. A patch that
/// does not fit what it got last fails the test.
final class PatchingPeer {
    private static final JsonMapper JSON = new JsonMapper();

    final Peer peer;
    private final String channel;
    private byte @Nullable [] base;
    private boolean deltas;
    private boolean subscribed;
    private long offset;
    private String epoch = "";
    private int patches;
    private int wholes;

    PatchingPeer(TestLoop loop, String channel) {
        this.peer = loop.connect(TestWire.JSON);
        this.channel = channel;
    }

    /// Subscribes without recovery.
    PatchingPeer subscribe(String wishes) {
        peer.subscribe(channel, ",\"delta\":\"fossil\"" + wishes);
        return this;
    }

    /// Subscribes and recovers from where it is.
    PatchingPeer recover() {
        return subscribe(",\"recover\":true,\"offset\":" + offset + ",\"epoch\":\"" + epoch + "\"");
    }

    /// The data of the publications that came since the last call.
    List<String> values() {
        patches = 0;
        wholes = 0;
        var values = new ArrayList<String>();
        for (var line : peer.taken()) {
            read(JSON.readTree(line), values);
        }
        return values;
    }

    /// How many of these values came as patches.
    int patches() {
        return patches;
    }

    /// How many of these values came whole.
    int wholes() {
        return wholes;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    private void read(JsonNode message, List<String> values) {
        var reply = message.get("subscribe");
        if (reply != null) {
            subscribed = true;
            deltas = reply.has("delta");
            epoch = reply.path("epoch").asString("");
            offset = reply.path("offset").asLong(0);
            if (!reply.path("recovered").asBoolean(false)) {
                base = null;
            }
            reply.path("publications").forEach(each -> take(each, values));
        }
        var push = message.path("push");
        if (push.has("pub") && push.get("channel").asString().equals(channel)) {
            take(push.get("pub"), values);
        }
        if (push.has("unsubscribe") || message.has("unsubscribe")) {
            subscribed = false;
        }
    }

    private void take(JsonNode publication, List<String> values) {
        var data = publication.get("data");
        var bytes = (deltas ? data.asString() : data.toString()).getBytes(UTF_8);
        if (publication.has("delta")) {
            if (base == null) {
                throw new AssertionError("a patch without anything to apply it to");
            }
            bytes = FossilPatch.apply(base, bytes);
            patches++;
        } else {
            wholes++;
        }
        base = bytes;
        offset = publication.path("offset").asLong(offset);
        values.add(new String(bytes, UTF_8));
    }
}
