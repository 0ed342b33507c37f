package dev.freshet.engine.testkit.transcript;

import dev.freshet.engine.Engine;
import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.Publication;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a transcript does to its server, done to an engine.
final class RecordedActions {
    private final Engine engine;
    private final BlockingQueue<String> messages;

    RecordedActions(Engine engine, BlockingQueue<String> messages) {
        this.engine = engine;
        this.messages = messages;
    }

    @Nullable JsonNode act(String operation, JsonNode arguments) throws Exception {
        switch (operation) {
            case "publish" -> {
                return publish(arguments);
            }
            case "broker_publication" ->
                    engine.node()
                            .onMessage(
                                    channel(arguments),
                                    Publication.of(RecordedRules.published(arguments))
                                            .at(RecordedRules.position(arguments.get("since")), 0));
            case "remove_history" -> engine.node().removeHistory(channel(arguments));
            case "subscribe" -> subscribe(arguments);
            case "unsubscribe" ->
                    engine.unsubscribe(
                            target(arguments),
                            channel(arguments),
                            arguments.path("code").asInt(2000),
                            arguments.path("reason").asString("server unsubscribe"));
            case "disconnect" -> disconnect(arguments);
            case "refresh" -> refresh(arguments);
            case "send" ->
                    engine.forEachClient(client ->
                                    client.send(
                                            RecordedRules.payload(
                                                    arguments.get("text").asString())))
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
        return null;
    }

    private static String channel(JsonNode arguments) {
        return arguments.path("channel").asString("");
    }

    private static Target target(JsonNode arguments) {
        return new Target(arguments.path("user").asString(""), text(arguments.get("client")), null);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.asString();
    }

    private @Nullable JsonNode publish(JsonNode arguments) throws Exception {
        var publication =
                Publication.of(RecordedRules.published(arguments))
                        .withTags(RecordedRules.tags(arguments))
                        .withPatchable(arguments.path("delta").asBoolean(false));
        var published =
                engine.node()
                        .publish(
                                channel(arguments),
                                publication,
                                RecordedRules.publishOptions(arguments))
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS);
        return Transcript.JSON
                .createObjectNode()
                .put("offset", published.position().offset())
                .put("epoch", published.position().epoch());
    }

    private void subscribe(JsonNode arguments) {
        var rule = arguments.path("options");
        var expiry = RecordedRules.expiry(rule);
        engine.subscribe(
                new ControlCommand.Subscribe(
                        target(arguments),
                        channel(arguments),
                        RecordedRules.subscriptionOptions(rule),
                        RecordedRules.payload(rule.get("channel_info")),
                        RecordedRules.payload(rule.get("data")),
                        expiry == null ? null : expiry.at(),
                        arguments.has("since")
                                ? RecordedRules.position(arguments.get("since"))
                                : null));
    }

    private void disconnect(JsonNode arguments) {
        var spared =
                arguments
                        .path("spare_clients")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.toSet());
        engine.disconnect(
                target(arguments),
                new Disconnect(
                        arguments.path("code").asInt(3503),
                        arguments.path("reason").asString("force disconnect")),
                spared.isEmpty() ? Set.of() : spared);
    }

    private void refresh(JsonNode arguments) {
        engine.refresh(
                new ControlCommand.Refresh(
                        target(arguments),
                        arguments.path("expired").asBoolean(false),
                        arguments.has("expire_in_s")
                                ? Instant.now()
                                        .plusSeconds(arguments.get("expire_in_s").asLong())
                                        .plusMillis(500)
                                : null,
                        null));
    }
}
