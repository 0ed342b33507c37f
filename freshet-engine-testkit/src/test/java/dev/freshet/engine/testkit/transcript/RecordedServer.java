package dev.freshet.engine.testkit.transcript;

import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineBuilder;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RpcEvent;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.InvalidJsonException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.transport.EndpointPaths;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An engine with the options and handler rules of a transcript.
final class RecordedServer implements AutoCloseable {
    private final JsonNode options;
    private final Engine engine;
    private final InetSocketAddress address;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private volatile String connecting = "a";

    RecordedServer(JsonNode options) {
        this.options = options;
        this.engine = build().build();
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
                        .clientLimits(limits())
                        .maxMessageBytes(options.path("message_size_limit").asInt(65536))
                        .onConnect(this::connect)
                        .onRpc(this::rpc);
        if (offers("subscribe")) {
            builder.onSubscribe(this::subscribe);
        }
        if (offers("publish")) {
            builder.onPublish(event -> answer(rule("publish", event.channel()), PublishReply::ok));
        }
        if (offers("message")) {
            builder.onMessage(
                    event -> messages.add(event.data() == null ? "" : event.data().text()));
        }
        return builder;
    }

    private boolean offers(String handler) {
        return options.path("missing_handlers")
                .valueStream()
                .noneMatch(missing -> missing.asString().equals(handler));
    }

    private ClientLimits limits() {
        var defaults = ClientLimits.defaults();
        return defaults.toBuilder()
                .version(options.path("version").asString(""))
                .pings(
                        millis("ping_interval_ms", defaults.pingInterval()),
                        millis("pong_timeout_ms", defaults.pongTimeout()))
                .staleTimeout(millis("stale_delay_ms", defaults.staleTimeout()))
                .maxChannelBytes(options.path("channel_max_length").asInt(255))
                .maxSubscriptions(options.path("channel_limit").asInt(128))
                .build();
    }

    private Duration millis(String option, Duration otherwise) {
        var value = options.path(option);
        return value.isMissingNode() ? otherwise : Duration.ofMillis(Math.max(0, value.asLong()));
    }

    // ---- handlers

    /// The rule for a key, the default rule `*`, or an empty one.
    private JsonNode rule(String set, String key) {
        var rules = options.path(set);
        return rules.has(key) ? rules.get(key) : rules.path("*");
    }

    private static <R> CompletionStage<Answer<R>> answer(JsonNode rule, Supplier<R> accepted) {
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

    private CompletionStage<Answer<ConnectReply>> connect(ConnectEvent event) {
        var rule = rule("connect", connecting);
        return answer(
                rule,
                () -> {
                    if (rule.path("no_credentials").asBoolean(false)) {
                        return ConnectReply.ok();
                    }
                    var credentials =
                            new Credentials(
                                    rule.path("user").asString("u1"),
                                    payload(rule.get("info")),
                                    null);
                    return new ConnectReply(
                            credentials,
                            rule.path("echo_request").asBoolean(false)
                                    ? payload(echo(event))
                                    : payload(rule.get("data")));
                });
    }

    private static JsonNode echo(ConnectEvent event) {
        var request = event.request();
        var seen = Transcript.JSON.createObjectNode();
        seen.set("channels", names(request.subscriptions().keySet()));
        seen.set("data", tree(request.data()));
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
        var rule = rule("subscribe", event.channel());
        return answer(
                rule,
                () -> {
                    var data =
                            rule.path("echo_data").asBoolean(false)
                                    ? payload(echo(event))
                                    : payload(rule.get("data"));
                    return data == null ? SubscribeReply.ok() : SubscribeReply.ok().withData(data);
                });
    }

    private static ObjectNode echo(SubscribeEvent event) {
        var request = event.request();
        var seen = Transcript.JSON.createObjectNode();
        seen.set("data", tree(request.data()));
        return seen.put("join_leave", request.joinLeave())
                .put("positioned", request.positioned())
                .put("recoverable", request.recoverable())
                .put("token", request.token());
    }

    private CompletionStage<Answer<RpcReply>> rpc(RpcEvent event) {
        if (!offers("rpc")) {
            return Answer.<RpcReply>refuse(ErrorReply.NOT_AVAILABLE).now();
        }
        var rule = rule("rpc", event.method());
        if (rule.isMissingNode()) {
            return Answer.<RpcReply>refuse(ErrorReply.METHOD_NOT_FOUND).now();
        }
        return answer(
                rule,
                () ->
                        new RpcReply(
                                rule.path("echo").asBoolean(false)
                                        ? event.data()
                                        : payload(rule.get("data"))));
    }

    private static JsonNode tree(@Nullable Payload payload) {
        return payload == null
                ? Transcript.JSON.nullNode()
                : Transcript.JSON.readTree(payload.text());
    }

    private static @Nullable Payload payload(@Nullable JsonNode json) {
        return json == null ? null : payload(json.toString());
    }

    private static Payload payload(String json) {
        try {
            return Payload.json(json);
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    // ---- what the test does to it

    /// Where connection `name` finds the server; its rule counts until the next one is opened.
    URI uri(String name, String pathAndQuery) {
        connecting = name;
        return URI.create("ws://127.0.0.1:" + address.getPort() + pathAndQuery);
    }

    InetSocketAddress address() {
        return address;
    }

    int port() {
        return address.getPort();
    }

    void act(String operation, JsonNode arguments) throws Exception {
        switch (operation) {
            case "publish" ->
                    engine.node()
                            .publish(
                                    arguments.get("channel").asString(),
                                    payload(
                                            arguments.has("text")
                                                    ? arguments.get("text").asString()
                                                    : arguments.get("data").toString()));
            case "unsubscribe" ->
                    forUser(
                            arguments,
                            client ->
                                    client.unsubscribe(
                                            arguments.path("channel").asString(""),
                                            arguments.path("code").asInt(2000),
                                            arguments
                                                    .path("reason")
                                                    .asString("server unsubscribe")));
            case "disconnect" ->
                    forUser(
                            arguments,
                            client ->
                                    client.disconnect(
                                            new Disconnect(
                                                    arguments.path("code").asInt(3503),
                                                    arguments
                                                            .path("reason")
                                                            .asString("force disconnect"))));
            case "send" ->
                    engine.forEachClient(client ->
                                    client.send(payload(arguments.get("text").asString())))
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS);
            case "message_received" -> {
                var message = messages.poll(5, TimeUnit.SECONDS);
                if (!arguments.get("text").asString().equals(message)) {
                    throw new AssertionError("the message handler got " + message);
                }
            }
            case "shutdown" -> engine.close();
            default -> throw new AssertionError("operation " + operation + " is not known here");
        }
    }

    private void forUser(JsonNode arguments, Consumer<Client> action) throws Exception {
        engine.forEachClient(
                        client -> {
                            if (client.user().equals(arguments.path("user").asString(""))) {
                                action.accept(client);
                            }
                        })
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        engine.close();
    }
}
