package dev.freshet.engine.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One message in both forms, as the Go library writes it.
///
/// @param bytes without a length in front
/// @param jsonIn another JSON text that means the same; the same as `json` when there is none
record GoldenPair(String type, String json, String jsonIn, ByteString bytes) {
    static List<GoldenPair> all() {
        return golden("pairs.json")
                .valueStream()
                .map(each ->
                        new GoldenPair(
                                text(each, "type"),
                                text(each, "json"),
                                Objects.requireNonNullElse(
                                        optionalText(each, "json_in"), text(each, "json")),
                                ByteString.copyFrom(
                                        Base64.getDecoder().decode(text(each, "base64")))))
                .toList();
    }

    static JsonNode golden(String file) {
        try (var in = GoldenPair.class.getResourceAsStream("golden/" + file)) {
            return WireJson.tree(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode node, String member) {
        return Objects.requireNonNull(optionalText(node, member), member);
    }

    private static @Nullable String optionalText(JsonNode node, String member) {
        var value = node.get(member);
        return value == null ? null : value.asString();
    }

    DynamicMessage decoded() {
        try {
            return DynamicMessage.parseFrom(WireSchema.message(type), bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return type + " " + json;
    }
}
