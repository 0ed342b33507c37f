package dev.freshet.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.sources.polling.StreamQuery;
import dev.freshet.sources.upstream.QueryModel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A query of a data source as one text, the same for equal queries, and its hash.
record KnownQuery(String dataSource, StreamQuery query) {
    private static final int HASH_BYTES = 15;
    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    String text() {
        var json = SORTED.createObjectNode();
        var model = query.model();
        json.put("dataSource", dataSource);
        json.set("query", model.json());
        json.put("intervalMillis", model.interval().toMillis());
        json.put("rangeMillis", model.range().toMillis());
        json.put("maxDataPoints", model.maxDataPoints());
        json.put("delayMillis", query.delay().toMillis());
        if (query.overlap() != null) {
            json.put("overlapMillis", query.overlap().toMillis());
        }
        return SORTED.writeValueAsString(json);
    }

    static KnownQuery of(String text) {
        var json = (ObjectNode) SORTED.readTree(text);
        var overlap = json.get("overlapMillis");
        return new KnownQuery(
                json.path("dataSource").stringValue(""),
                new StreamQuery(
                        new QueryModel(
                                (ObjectNode) json.path("query"),
                                millis(json, "intervalMillis"),
                                millis(json, "rangeMillis"),
                                json.path("maxDataPoints").intValue(0)),
                        millis(json, "delayMillis"),
                        overlap == null ? null : Duration.ofMillis(overlap.longValue())));
    }

    private static Duration millis(ObjectNode json, String member) {
        return Duration.ofMillis(json.path(member).longValue(0));
    }

    /// 20 letters, digits, `-` and `_`, which fit into a channel.
    static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
