package dev.freshet.server.serverapi;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import java.util.Map;

/// What publish and broadcast are asked to publish, whatever the channel.
///
/// @param skipHistory true to send it without keeping it
/// @param delta true to let subscribers be sent differences even where the channel does not say so
/// @param version unsigned; 0 for none
record Message(
        Payload data,
        boolean skipHistory,
        Map<String, String> tags,
        String idempotencyKey,
        boolean delta,
        long version,
        String versionEpoch) {
    private static final int LONGEST_KEY = 255;
    private static final Payload MISSING = Payload.ofBytes(new byte[0]);

    /// Reads the members that publish and broadcast share.
    static Message read(Fields fields) {
        var data = fields.dataOrBase64("data");
        if (data == null) {
            fields.reject(
                    "data",
                    "is missing",
                    "Send any JSON as \"data\", or bytes in base64 as \"b64data\".");
        }
        var key = fields.text("idempotency_key");
        if (key.length() > LONGEST_KEY) {
            fields.reject(
                    "idempotency_key",
                    "has " + key.length() + " characters; at most " + LONGEST_KEY + " are possible",
                    "A random UUID is enough.");
        }
        return new Message(
                data == null ? MISSING : data,
                fields.flag("skip_history"),
                fields.textMap("tags"),
                key,
                fields.flag("delta"),
                fields.unsigned("version"),
                fields.text("version_epoch"));
    }

    Publication publication(ChannelOptions offered) {
        return Publication.of(data).withTags(tags).withPatchable(delta || offered.delta());
    }

    PublishOptions how(ChannelOptions offered) {
        return PublishOptions.withHistory(skipHistory ? HistoryOptions.NONE : offered.history())
                .withIdempotencyKey(idempotencyKey)
                .withVersion(version, versionEpoch);
    }
}
