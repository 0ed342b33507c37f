package dev.freshet.engine.testkit.transcript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.EmulationRequest;
import dev.freshet.engine.protocol.MalformedCommandException;
import dev.freshet.engine.testkit.StreamPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Replays recorded conversations over HTTP streams and event streams, with the requests beside
/// them.
@Execution(ExecutionMode.CONCURRENT)
class StreamTranscriptIntegrationTest {
    private static final long QUIET_MILLIS = 100;

    /// Bodies of refusals, and what Go's HTTP server adds to a head, are not compared.
    private static final List<String> COMPARED =
            List.of(
                    "access-control-allow-methods",
                    "access-control-max-age",
                    "cache-control",
                    "connection",
                    "content-type",
                    "expire",
                    "pragma",
                    "transfer-encoding",
                    "x-accel-buffering");

    static Stream<Transcript> replayed() {
        return Transcript.all().stream().filter(each -> !each.transport().equals("websocket"));
    }

    @Test
    void someAreReplayed() {
        assertThat(replayed()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void conversationGoesAsRecorded(Transcript transcript) throws Exception {
        try (var server = new RecordedServer(transcript.server());
                var replay = new Replay(server)) {
            for (var step : transcript.steps()) {
                replay.take(step);
            }
            replay.nothingMoreComes();
        }
    }

    private static final class Replay implements AutoCloseable {
        private final RecordedServer server;
        private final Placeholders placeholders = new Placeholders();
        private final Map<String, StreamPeer> peers = new HashMap<>();
        private final List<StreamPeer> open = new ArrayList<>();

        Replay(RecordedServer server) {
            this.server = server;
        }

        void take(JsonNode step) throws Exception {
            switch (step.path("dir").asString("")) {
                case ">" -> send(step, step.get("http"));
                case "<" -> {
                    if (step.has("http")) {
                        receiveHead(peer(step), step.get("http"));
                    } else {
                        receive(peer(step), step);
                    }
                }
                case "end" -> peer(step).awaitEnd();
                case "server" ->
                        server.act(
                                step.get("op").asString(),
                                Transcript.JSON.readTree(
                                        placeholders.filledIn(step.get("args").toString())));
                default -> throw new AssertionError("step " + step);
            }
        }

        private static String connection(JsonNode step) {
            return step.path("conn").asString("a");
        }

        private StreamPeer peer(JsonNode step) {
            return Objects.requireNonNull(peers.get(connection(step)));
        }

        private void send(JsonNode step, JsonNode request) throws IOException {
            var path = request.get("path").asString();
            server.uri(connection(step), path);
            var headers = new HashMap<String, String>();
            request.path("headers")
                    .forEachEntry((name, value) -> headers.put(name, value.asString()));
            var peer =
                    new StreamPeer(
                            server.address(),
                            request.get("method").asString(),
                            path,
                            headers,
                            body(request));
            peers.put(connection(step), peer);
            open.add(peer);
        }

        private byte[] body(JsonNode request) {
            if (!request.has("body_base64")) {
                return placeholders.filledIn(request.path("body").asString("")).getBytes(UTF_8);
            }
            var recorded = Base64.getDecoder().decode(request.get("body_base64").asString());
            return request.get("path").asString().equals("/emulation")
                    ? beside(request.get("body_view"), recorded)
                    : recorded;
        }

        /// The recorded commands in an envelope with this run's node and session.
        private byte[] beside(JsonNode view, byte[] recorded) {
            try {
                return new EmulationRequest(
                                placeholders.filledIn(view.get("node").asString()),
                                placeholders.filledIn(view.get("session").asString()),
                                EmulationRequest.protobuf(recorded).data())
                        .toProtobuf();
            } catch (MalformedCommandException e) {
                throw new AssertionError(e);
            }
        }

        private static void receiveHead(StreamPeer peer, JsonNode response) throws IOException {
            peer.read();
            assertThat(peer.status()).isEqualTo(response.get("status").asInt());
            response.get("headers")
                    .forEachEntry((name, value) -> {
                        var key = name.toLowerCase(Locale.ROOT);
                        if (COMPARED.contains(key)) {
                            assertThat(peer.headers()).containsEntry(key, value.asString());
                        }
                    });
        }

        private void receive(StreamPeer peer, JsonNode step) {
            for (var expected : messages(step)) {
                var message = peer.next();
                assertThat(
                                placeholders.match(
                                        Transcript.JSON.readTree(expected),
                                        Transcript.JSON.readTree(message)))
                        .as("%s, recorded was %s", message, expected)
                        .isTrue();
            }
        }

        private static List<String> messages(JsonNode step) {
            if (step.has("view")) {
                return step.get("view").valueStream().map(JsonNode::toString).toList();
            }
            // We delete CR in payloads, too.
            return step.get("text")
                    .asString()
                    .replace("\r", "")
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .map(line -> line.startsWith("data: ") ? line.substring(6) : line)
                    .toList();
        }

        void nothingMoreComes() {
            for (var each : peers.values()) {
                assertThat(each.poll(QUIET_MILLIS)).isNull();
            }
        }

        @Override
        public void close() throws IOException {
            for (var each : open) {
                each.close();
            }
        }
    }
}
