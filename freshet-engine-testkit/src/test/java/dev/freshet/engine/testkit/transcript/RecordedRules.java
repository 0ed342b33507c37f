package dev.freshet.engine.testkit.transcript;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.Expiry;
import dev.freshet.engine.client.RateLimit;
import dev.freshet.engine.client.RefreshReply;
import dev.freshet.engine.client.StreamLimits;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.client.UserLimits;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The options and handler rules of a transcript, in the words of the engine.
final class RecordedRules {
    private final JsonNode options;

    RecordedRules(JsonNode options) {
        this.options = options;
    }

    boolean offers(String handler) {
        return options.path("missing_handlers")
                .valueStream()
                .noneMatch(missing -> missing.asString().equals(handler));
    }

    boolean has(String set) {
        return options.has(set);
    }

    int number(String option, int otherwise) {
        return options.path(option).asInt(otherwise);
    }

    ClientLimits limits() {
        var defaults = ClientLimits.defaults();
        return defaults.toBuilder()
                .version(options.path("version").asString(""))
                .tellsTime(options.path("include_server_time").asBoolean(false))
                .pings(
                        millis("ping_interval_ms", defaults.pings().interval()),
                        millis("pong_timeout_ms", defaults.pings().pongTimeout()))
                .staleTimeout(millis("stale_delay_ms", defaults.staleTimeout()))
                .expiredDelay(
                        millis(
                                options.has("expired_sub_close_delay_ms")
                                        ? "expired_sub_close_delay_ms"
                                        : "expired_close_delay_ms",
                                defaults.expiredDelay()))
                .upkeepInterval(millis("presence_update_interval_ms", defaults.upkeepInterval()))
                .maxChannelBytes(number("channel_max_length", 255))
                .maxSubscriptions(number("channel_limit", 128))
                .perUser(new UserLimits(number("user_connection_limit", 0), 0, RateLimit.NONE))
                .streams(
                        new StreamLimits(
                                number("history_max_publications", 0),
                                number("recovery_max_publications", 0),
                                millis(
                                        "position_check_delay_ms",
                                        defaults.streams().positionCheckDelay())))
                .build();
    }

    private Duration millis(String option, Duration otherwise) {
        var value = options.path(option);
        return value.isMissingNode() ? otherwise : Duration.ofMillis(Math.max(0, value.asLong()));
    }

    /// What a channel offers whoever publishes: the recorded rules are about subscriptions.
    ChannelOptions channel(String channel) {
        boolean keepsLatest =
                options.path("keep_latest_channels")
                        .valueStream()
                        .anyMatch(kept -> kept.asString().equals(channel));
        return ChannelOptions.builder().delta(keepsLatest).build();
    }

    // ---- handlers

    /// The rule for a key, the default rule `*`, or an empty one.
    JsonNode rule(String set, String key) {
        var rules = options.path(set);
        return rules.has(key) ? rules.get(key) : rules.path("*");
    }

    JsonNode rule(String set) {
        return options.path(set);
    }

    static <R> CompletionStage<Answer<R>> answer(JsonNode rule, Supplier<R> accepted) {
        if (rule.has("failure")) {
            throw new IllegalStateException(rule.get("failure").asString());
        }
        var answer = refusal(rule, accepted);
        if (!rule.has("delay_ms")) {
            return answer.now();
        }
        var later =
                CompletableFuture.delayedExecutor(
                        rule.get("delay_ms").asLong(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> answer, later);
    }

    private static <R> Answer<R> refusal(JsonNode rule, Supplier<R> accepted) {
        if (rule.has("error")) {
            var error = rule.get("error");
            return Answer.refuse(
                    new ErrorReply(
                            error.get("code").asInt(),
                            error.path("message").asString(""),
                            error.path("temporary").asBoolean(false)));
        }
        if (rule.has("disconnect")) {
            var disconnect = rule.get("disconnect");
            return Answer.disconnect(
                    new Disconnect(
                            disconnect.get("code").asInt(),
                            disconnect.path("reason").asString("")));
        }
        return Answer.accept(accepted.get());
    }

    static SubscribeReply subscribeReply(JsonNode rule, @Nullable Payload data) {
        var reply =
                SubscribeReply.ok()
                        .withOptions(subscriptionOptions(rule))
                        .withInfo(payload(rule.get("channel_info")))
                        .withExpiry(expiry(rule));
        return data == null ? reply : reply.withData(data);
    }

    static ChannelOptions subscriptionOptions(JsonNode rule) {
        boolean recoverable = rule.path("recoverable").asBoolean(false);
        boolean cached = rule.path("cache_mode").asBoolean(false);
        return ChannelOptions.builder()
                .recovery(!recoverable ? Recovery.NONE : cached ? Recovery.CACHE : Recovery.STREAM)
                .positioned(rule.path("positioned").asBoolean(false))
                .presence(rule.path("presence").asBoolean(false))
                .emitJoinLeave(rule.path("emit_join_leave").asBoolean(false))
                .pushJoinLeave(rule.path("push_join_leave").asBoolean(false))
                .delta(
                        rule.path("delta")
                                .valueStream()
                                .anyMatch(type -> type.asString().equals("fossil")))
                .tagsFilter(rule.path("tags_filter").asBoolean(false))
                .build();
    }

    static @Nullable Expiry expiry(JsonNode rule) {
        if (!rule.has("expire_in_s")) {
            return null;
        }
        var at = Instant.now().plusSeconds(rule.get("expire_in_s").asLong()).plusMillis(500);
        return new Expiry(at, rule.path("client_side_refresh").asBoolean(false));
    }

    static RefreshReply refreshReply(JsonNode rule) {
        var expiry = expiry(rule);
        return new RefreshReply(
                rule.path("expired").asBoolean(false),
                expiry == null ? null : expiry.at(),
                payload(rule.get("info")));
    }

    // ---- publishing

    static PublishOptions publishOptions(JsonNode rule) {
        var history =
                HistoryOptions.of(
                        rule.path("history_size").asInt(0),
                        Duration.ofMillis(rule.path("history_ttl_ms").asLong(0)));
        return PublishOptions.withHistory(history)
                .withIdempotencyKey(rule.path("idempotency_key").asString(""))
                .withVersion(
                        rule.path("version").asLong(0), rule.path("version_epoch").asString(""));
    }

    static Map<String, String> tags(JsonNode rule) {
        var tags = new HashMap<String, String>();
        rule.path("tags").forEachEntry((key, value) -> tags.put(key, value.asString()));
        return tags;
    }

    static StreamPosition position(JsonNode node) {
        return new StreamPosition(node.path("offset").asLong(0), node.path("epoch").asString(""));
    }

    static Payload published(JsonNode arguments) {
        if (arguments.has("base64")) {
            return Payload.ofBytes(Base64.getDecoder().decode(arguments.get("base64").asString()));
        }
        return payload(
                arguments.has("text")
                        ? arguments.get("text").asString()
                        : arguments.get("data").toString());
    }

    static @Nullable Payload payload(@Nullable JsonNode json) {
        return json == null ? null : payload(json.toString());
    }

    static Payload payload(String json) {
        try {
            return Payload.json(json);
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static JsonNode tree(@Nullable Payload payload) {
        return payload == null
                ? Transcript.JSON.nullNode()
                : Transcript.JSON.readTree(payload.text());
    }
}
