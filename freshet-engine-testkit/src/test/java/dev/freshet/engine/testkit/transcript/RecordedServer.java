package dev.freshet.engine.testkit.transcript;

import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineBuilder;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.HistoryReply;
import dev.freshet.engine.client.PresenceReply;
import dev.freshet.engine.client.PublishEvent;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.transport.EndpointPaths;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An engine with the options and handler rules of a transcript.
final class RecordedServer implements AutoCloseable {
    private final RecordedRules rules;
    private final Engine engine;
    private final InetSocketAddress address;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final RecordedActions actions;
    private volatile String connecting = "a";

    RecordedServer(JsonNode options) {
        this.rules = new RecordedRules(options);
        this.engine = build().build();
        this.actions = new RecordedActions(engine, messages);
        this.address =
                engine.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        EndpointPaths.standard());
    }

    private EngineBuilder build() {
        var builder =
                Engine.builder()
                        .eventLoops(1)
                        .shutdownTimeout(Duration.ofSeconds(2))
                        .clientLimits(rules.limits())
                        .maxMessageBytes(rules.number("message_size_limit", 65536))
                        .channels(rules::channel)
                        .onConnect(this::connect)
                        .onRpc(this::rpc);
        if (rules.offers("subscribe")) {
            builder.onSubscribe(this::subscribe);
        }
        if (rules.offers("publish")) {
            builder.onPublish(this::publish);
        }
        if (rules.offers("presence")) {
            builder.onPresence(event -> allowed("presence", event.channel(), PresenceReply.ok()));
        }
        if (rules.offers("presence_stats")) {
            builder.onPresenceStats(
                    event -> allowed("presence_stats", event.channel(), PresenceReply.ok()));
        }
        if (rules.offers("history")) {
            builder.onHistory(event -> allowed("history", event.channel(), HistoryReply.ok()));
        }
        if (rules.has("refresh")) {
            builder.onRefresh(event ->
                    RecordedRules.answer(
                            rules.rule("refresh"),
                            () -> RecordedRules.refreshReply(rules.rule("refresh"))));
        }
        if (rules.has("sub_refresh")) {
            builder.onSubRefresh(event ->
                    RecordedRules.answer(
                            rules.rule("sub_refresh"),
                            () -> RecordedRules.refreshReply(rules.rule("sub_refresh"))));
        }
        if (rules.offers("message")) {
            builder.onMessage(
                    event -> messages.add(event.data() == null ? "" : event.data().text()));
        }
        return builder;
    }

    // ---- handlers

    private <R> CompletionStage<Answer<R>> allowed(String set, String channel, R reply) {
        return RecordedRules.answer(rules.rule(set, channel), () -> reply);
    }

    private CompletionStage<Answer<ConnectReply>> connect(ConnectEvent event) {
        var rule = rules.rule("connect", connecting);
        return RecordedRules.answer(
                rule,
                () -> {
                    if (rule.path("no_credentials").asBoolean(false)) {
                        return ConnectReply.ok();
                    }
                    var credentials =
                            new Credentials(
                                    rule.path("user").asString("u1"),
                                    RecordedRules.payload(rule.get("info")),
                                    null);
                    return ConnectReply.as(credentials)
                            .withData(
                                    rule.path("echo_request").asBoolean(false)
                                            ? RecordedRules.payload(echo(event))
                                            : RecordedRules.payload(rule.get("data")))
                            .withSubscriptions(subscriptions(rule))
                            .withExpiry(RecordedRules.expiry(rule));
                });
    }

    private static Map<String, SubscribeReply> subscriptions(JsonNode rule) {
        var replies = new LinkedHashMap<String, SubscribeReply>();
        rule.path("subs")
                .forEachEntry((channel, each) ->
                        replies.put(
                                channel,
                                RecordedRules.subscribeReply(
                                        each, RecordedRules.payload(each.get("data")))));
        return replies;
    }

    private static JsonNode echo(ConnectEvent event) {
        var request = event.request();
        var seen = Transcript.JSON.createObjectNode();
        seen.set("channels", names(request.subscriptions().keySet()));
        seen.set("data", RecordedRules.tree(request.data()));
        seen.set(
                "headers",
                request.headers().isEmpty()
                        ? Transcript.JSON.nullNode()
                        : Transcript.JSON.valueToTree(request.headers()));
        return seen.put("name", request.name())
                .put("token", request.token())
                .put("version", request.version());
    }

    private static JsonNode names(Set<String> names) {
        return names.isEmpty() ? Transcript.JSON.nullNode() : Transcript.JSON.valueToTree(names);
    }

    private CompletionStage<Answer<SubscribeReply>> subscribe(SubscribeEvent event) {
        var rule = rules.rule("subscribe", event.channel());
        return RecordedRules.answer(
                rule,
                () -> {
                    @Nullable Payload data =
                            rule.path("echo_data").asBoolean(false)
                                    ? RecordedRules.payload(echo(event))
                                    : RecordedRules.payload(rule.get("data"));
                    return RecordedRules.subscribeReply(rule, data);
                });
    }

    private static ObjectNode echo(SubscribeEvent event) {
        var request = event.request();
        var seen = Transcript.JSON.createObjectNode();
        seen.set("data", RecordedRules.tree(request.data()));
        return seen.put("join_leave", request.joinLeave())
                .put("positioned", request.positioned())
                .put("recoverable", request.recoverable())
                .put("token", request.token());
    }

    private CompletionStage<Answer<PublishReply>> publish(PublishEvent event) {
        var rule = rules.rule("publish", event.channel());
        return RecordedRules.answer(
                rule,
                () ->
                        PublishReply.ok()
                                .withTags(RecordedRules.tags(rule))
                                .withOptions(RecordedRules.publishOptions(rule)));
    }

    private CompletionStage<Answer<RpcReply>> rpc(RpcEvent event) {
        if (!rules.offers("rpc")) {
            return Answer.<RpcReply>refuse(ErrorReply.NOT_AVAILABLE).now();
        }
        var rule = rules.rule("rpc", event.method());
        if (rule.isMissingNode()) {
            return Answer.<RpcReply>refuse(ErrorReply.METHOD_NOT_FOUND).now();
        }
        return RecordedRules.answer(
                rule,
                () ->
                        new RpcReply(
                                rule.path("echo").asBoolean(false)
                                        ? event.data()
                                        : RecordedRules.payload(rule.get("data"))));
    }

    // ---- what the test does to it

    /// Where connection `name` finds the server; its rule counts until the next one is opened.
    URI uri(String name, String pathAndQuery) {
        connecting = name;
        return URI.create("ws://127.0.0.1:" + address.getPort() + pathAndQuery);
    }

    int connected() {
        return engine.connections().clients();
    }

    InetSocketAddress address() {
        return address;
    }

    int port() {
        return address.getPort();
    }

    /// Does something to the server; gives the result back where one is recorded.
    @Nullable JsonNode act(String operation, JsonNode arguments) throws Exception {
        return actions.act(operation, arguments);
    }

    @Override
    public void close() {
        engine.close();
    }
}
