package dev.freshet.engine.testkit.transcript;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Replays recorded conversations with the Go library against an engine on a port; those over
/// anything but a WebSocket are in [StreamTranscriptIntegrationTest].
@Execution(ExecutionMode.CONCURRENT)
class TranscriptIntegrationTest {
    private static final long QUIET_MILLIS = 100;

    /// What is left out, and why. A scenario leaves this table with the feature that it needs.
    private static final Map<String, String> LEFT_OUT =
            Map.ofEntries(
                    Map.entry(
                            "(pb-)?subscribe-channel-id", "numeric channel ids are never granted"),
                    Map.entry("ws-handshake", "HandshakeTranscriptIntegrationTest"),
                    Map.entry(
                            "disconnect-slow",
                            "a queue of 300 bytes for a peer that reads; ours counts what the peer"
                                    + " does not take (SlowClientIntegrationTest)"));

    /// Where we are stricter: the last thing that the client sends ends the connection with 3501.
    private static final Set<String> STRICTER =
            Set.of(
                    "frame-trailing-garbage",
                    "frame-two-objects-one-line",
                    "invalid-utf8-bytes",
                    "pb-frame-good-then-length-only");

    /// Where we do better: what was recorded, and the lines that we send in its place.
    private static final Map<String, Map<String, List<String>>> BETTER =
            Map.of(
                    // The recorded patch cuts a character, and the client cannot apply it.
                    "delta-split-utf8",
                    Map.of(
                            "{\"push\":{\"channel\":\"room\",\"pub\":{\"data\":\"17\\nj@0,1:\\ufffdO@k,1VIQIp;\",\"offset\":2,\"delta\":true}}}",
                            List.of(
                                    "{\"push\":{\"channel\":\"room\",\"pub\":{\"data\":\"17\\ni@0,2:èO@k,1VIQIp;\",\"offset\":2,\"delta\":true}}}")),
                    // What was missed is sent behind the push that names the place before it.
                    "server-subscribe-since",
                    Map.of(
                            "{\"push\":{\"channel\":\"st\",\"subscribe\":{\"recoverable\":true,\"epoch\":\"${epoch}\",\"offset\":1,\"positioned\":true}}}",
                            List.of(
                                    "{\"push\":{\"channel\":\"st\",\"subscribe\":{\"recoverable\":true,\"epoch\":\"${epoch}\",\"offset\":1,\"positioned\":true}}}",
                                    "{\"push\":{\"channel\":\"st\",\"pub\":{\"data\":{\"n\":2},\"offset\":2}}}",
                                    "{\"push\":{\"channel\":\"st\",\"pub\":{\"data\":{\"n\":3},\"offset\":3}}}")),
                    // The subscription ends instead of losing its expiry.
                    "sub-refresh-handler-expired",
                    Map.of(
                            "{\"id\":3,\"sub_refresh\":{}}",
                            List.of(
                                    "{\"id\":3,\"sub_refresh\":{}}",
                                    "{\"push\":{\"channel\":\"ex\",\"unsubscribe\":{\"code\":2501,\"reason\":\"subscription"
                                        + " expired\"}}}")));

    /// Unsubscribe pushes for what was never subscribed, which mean nothing and which we do not
    /// send.
    private static final Pattern MEANINGLESS =
            Pattern.compile("\\{\"push\":\\{(\"channel\":\"never\",)?\"unsubscribe\":.*");

    /// Payloads that have to be the same text, not only the same value.
    private static final Set<String> SAME_TEXT =
            Set.of("publish-data-forms", "publish-data-newlines");

    static Stream<Transcript> replayed() {
        return Transcript.all().stream()
                .filter(each -> each.transport().equals("websocket"))
                .filter(each -> LEFT_OUT.keySet().stream().noneMatch(p -> each.name().matches(p)));
    }

    @Test
    void everyEntryOfTheTableLeavesSomethingOut() {
        for (var pattern : LEFT_OUT.keySet()) {
            var names = Pattern.compile(pattern).asMatchPredicate();

            assertThat(Transcript.all()).as(pattern).anyMatch(each -> names.test(each.name()));
        }
        assertThat(replayed()).hasSizeGreaterThan(190);
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void conversationGoesAsRecorded(Transcript transcript) throws Exception {
        try (var server = new RecordedServer(transcript.server());
                var replay = new Replay(transcript, server)) {
            replay.run();
        }
    }

    private static final class Replay implements AutoCloseable {
        private final Transcript transcript;
        private final RecordedServer server;
        private final Placeholders placeholders = new Placeholders();
        private final Map<String, TestClient> clients = new HashMap<>();
        private final Set<String> closed = new HashSet<>();

        Replay(Transcript transcript, RecordedServer server) {
            this.transcript = transcript;
            this.server = server;
        }

        void run() throws Exception {
            var steps = new ArrayDeque<>(transcript.steps());
            while (!steps.isEmpty()) {
                var step = steps.removeFirst();
                switch (step.path("dir").asString("")) {
                    case "open" -> open(step);
                    case ">" -> send(step);
                    case "<" -> receive(withFollowers(step, steps));
                    case "close" -> awaitClosed(step);
                    case "client_close" -> {
                        int connected = server.connected();
                        client(step).close();
                        eventually(() -> assertThat(server.connected()).isLessThan(connected));
                    }
                    case "server" -> act(step);
                    default -> pause(step);
                }
                if (STRICTER.contains(transcript.name()) && isLastSent(steps)) {
                    assertThat(client(step).awaitClosed().code()).isEqualTo(3501);
                    return;
                }
            }
            nothingMoreComes();
        }

        private void act(JsonNode step) throws Exception {
            var result = server.act(step.get("op").asString(), arguments(step));
            if (step.has("result") && result != null) {
                assertThat(placeholders.match(step.get("result"), result))
                        .as("%s instead of %s", result, step)
                        .isTrue();
            }
        }

        /// The recorded server was left alone for a while: what ours does by itself in that time is
        /// part of the conversation.
        private static void pause(JsonNode step) throws InterruptedException {
            new CountDownLatch(1).await(step.path("delay_ms").asLong(0), TimeUnit.MILLISECONDS);
        }

        private static boolean isLastSent(ArrayDeque<JsonNode> rest) {
            return rest.stream().noneMatch(step -> step.path("dir").asString("").equals(">"));
        }

        private JsonNode arguments(JsonNode step) {
            return Transcript.JSON.readTree(placeholders.filledIn(step.get("args").toString()));
        }

        private static String connection(JsonNode step) {
            return step.path("conn").asString("a");
        }

        private TestClient client(JsonNode step) {
            return Objects.requireNonNull(clients.get(connection(step)));
        }

        private void open(JsonNode step) {
            var uri = server.uri(connection(step), step.get("open").asString());
            var client = TestClient.open(uri).raw();
            clients.put(connection(step), isProtobuf() ? client.protobuf() : client);
        }

        private boolean isProtobuf() {
            return transcript.format().equals("protobuf");
        }

        private void send(JsonNode step) {
            if (step.path("view").toString().contains("${")) {
                var commands = new StringJoiner("\n");
                step.get("view").forEach(command -> commands.add(command.toString()));
                client(step).send(placeholders.filledIn(commands.toString()));
            } else if (step.has("base64")) {
                client(step).send(Base64.getDecoder().decode(step.get("base64").asString()));
            } else if (isProtobuf()) {
                client(step).sendText(step.get("text").asString());
            } else {
                client(step).send(placeholders.filledIn(step.get("text").asString()));
            }
        }

        /// Frames that follow each other on one connection are one list of lines: their borders are
        /// not significant, nor is the order of a publisher's reply and its own publication.
        private static List<JsonNode> withFollowers(JsonNode first, ArrayDeque<JsonNode> steps) {
            var frames = new ArrayList<JsonNode>();
            frames.add(first);
            while (!steps.isEmpty()
                    && steps.getFirst().path("dir").asString("").equals("<")
                    && connection(steps.getFirst()).equals(connection(first))) {
                frames.add(steps.removeFirst());
            }
            return frames;
        }

        private void receive(List<JsonNode> frames) {
            var expected = new ArrayList<>(frames.stream().flatMap(this::lines).toList());
            if (transcript.name().equals("publish-data-newlines")) {
                // We delete CR, too.
                expected.clear();
                frames.forEach(
                        frame -> expected.add(frame.get("text").asString().replace("\r", "")));
            }
            while (!expected.isEmpty()) {
                var line = client(frames.getFirst()).next();
                int at = position(expected, line);
                assertThat(at).as("%s among %s", line, expected).isBetween(0, 1);
                expected.remove(at);
            }
        }

        /// The replies and pushes of a frame, in JSON.
        private Stream<String> lines(JsonNode frame) {
            var better = BETTER.getOrDefault(transcript.name(), Map.of());
            var recorded =
                    frame.has("view")
                            ? frame.get("view").valueStream().map(JsonNode::toString)
                            : frame.get("text").asString().lines();
            return recorded.filter(line -> !MEANINGLESS.matcher(line).matches())
                    .flatMap(line -> better.getOrDefault(line, List.of(line)).stream());
        }

        private int position(List<String> expected, String line) {
            for (int i = 0; i < expected.size(); i++) {
                if (matches(expected.get(i), line)) {
                    return i;
                }
            }
            return -1;
        }

        private boolean matches(String recorded, String line) {
            boolean sameValue =
                    placeholders.match(
                            Transcript.JSON.readTree(recorded), Transcript.JSON.readTree(line));
            boolean push = recorded.startsWith("{\"push\"");
            return sameValue
                    && (!push
                            || !SAME_TEXT.contains(transcript.name())
                            || placeholders.filledIn(recorded).equals(line));
        }

        private void awaitClosed(JsonNode step) {
            closed.add(connection(step));
            var end = client(step).awaitClosed();
            assertThat(end.code()).isEqualTo(step.get("code").asInt());
            if (end.code() != 1006) {
                assertThat(end.reason()).startsWith(step.get("reason").asString());
            }
        }

        private void nothingMoreComes() {
            for (var each : clients.entrySet()) {
                @Nullable String more = each.getValue().poll(QUIET_MILLIS);
                assertThat(more).as("connection " + each.getKey()).isNull();
                assertThat(each.getValue().isClosed()).isEqualTo(closed.contains(each.getKey()));
            }
        }

        @Override
        public void close() {
            clients.values().forEach(TestClient::close);
        }
    }
}
