package dev.freshet.engine.testkit;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.hub.HubLimits;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Streams on real sockets: peers that do not read or go away, and engines that know each other.
class StreamIntegrationTest {
    private static final String STREAM = "/connection/http_stream";
    private static final String OPEN =
            "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}";
    private static final String LARGE = "x".repeat(16 * 1024);

    private final LinkedNodes nodes = new LinkedNodes();
    private final RunningEngine running =
            new RunningEngine(options ->
                    options.eventLoops(2)
                            .nodeId("here")
                            .controller(nodes)
                            .clientLimits(
                                    ClientLimits.defaults().toBuilder()
                                            .maxQueuedBytes(1 << 20)
                                            .build())
                            .hubLimits(new HubLimits(1 << 20, 8192, 4 << 20)));

    @AfterEach
    void stopEngine() {
        running.close();
    }

    private static String session(String connectReply) {
        int at = connectReply.indexOf("\"session\":\"") + 11;
        return connectReply.substring(at, connectReply.indexOf('"', at));
    }

    private static String beside(String session, String node, String command) {
        return "{\"session\":\"%s\",\"node\":\"%s\",\"data\":\"%s\"}"
                .formatted(session, node, command.replace("\"", "\\\""));
    }

    @Test
    void everyKindOfConnectionIsSentWhatIsPublished() throws Exception {
        var front = running.front();
        try (var socket = running.connect();
                var stream = StreamPeer.post(front, STREAM, OPEN).read();
                var events = StreamPeer.post(front, "/connection/sse", OPEN).read()) {
            socket.subscribe("news");
            stream.next();
            stream.next();
            events.next();
            events.next();

            running.publish("news", "{\"n\":1}");

            var push = "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"n\":1}}}}";
            assertThat(socket.next()).isEqualTo(push);
            assertThat(stream.next()).isEqualTo(push);
            assertThat(events.next()).isEqualTo(push);
        }
        running.awaitEmpty();
    }

    @Test
    void peerThatNeverReadsIsClosedAndItsNeighbourMissesNothing() throws Exception {
        var front = running.front();
        try (var stuck = StreamPeer.post(front, STREAM, OPEN);
                var neighbour = StreamPeer.post(front, STREAM, OPEN).read()) {
            neighbour.next();
            neighbour.next();
            eventually(
                    () -> assertThat(running.engine.metrics().subscriptions().get()).isEqualTo(2));
            for (int n = 0; n < 600; n++) { // 10 MB
                running.publish("news", "{\"n\":" + n + ",\"filler\":\"" + LARGE + "\"}");
                assertThat(neighbour.next()).contains("{\"n\":" + n + ",");
            }

            eventually(() ->
                    assertThat(running.engine.metrics().disconnects().values())
                            .containsEntry("3008", 1L));
            eventually(() -> assertThat(running.engine.connections().clients()).isEqualTo(1));
            assertThat(stuck.status()).isZero();
        }
        running.awaitEmpty();
    }

    @Test
    void peerThatReadsOnInTimeMissesNothing() throws Exception {
        try (var peer = StreamPeer.post(running.front(), STREAM, OPEN)) {
            // The reply would tell, but it stays unread.
            eventually(() -> assertThat(running.engine.node().hub().channelCount()).isOne());
            for (int n = 0; n < 60; n++) { // 1 MB, of which the sockets take a part
                running.publish("news", "{\"n\":" + n + ",\"filler\":\"" + LARGE + "\"}");
            }
            peer.read();
            peer.next();
            peer.next();

            for (int n = 0; n < 60; n++) {
                assertThat(peer.next()).contains("{\"n\":" + n + ",");
            }
        }
        running.awaitEmpty();
    }

    @Test
    void resetIsForgotten() throws Exception {
        var peer = StreamPeer.post(running.front(), STREAM, OPEN).read();
        peer.next();
        peer.next();
        running.publish("news", "1");

        peer.reset();

        running.awaitEmpty();
    }

    @Test
    void streamEndsWithADisconnectWhenTheEngineCloses() throws Exception {
        try (var peer = StreamPeer.post(running.front(), STREAM, OPEN).read()) {
            peer.next();
            peer.next();

            running.close();

            assertThat(peer.next()).contains("\"disconnect\":{\"code\":3001,");
            peer.awaitEnd();
            assertThat(peer.isAtEnd()).isTrue();
        }
    }

    @Test
    void requestWithTwoLengthsIsRefused() throws IOException {
        try (var peer =
                new StreamPeer(
                        running.front(),
                        "POST",
                        STREAM,
                        Map.of("Content-Length", "100"),
                        new byte[0])) {
            peer.read();

            assertThat(peer.status()).isEqualTo(400);
        }
        assertThat(running.engine.connections().clients()).isZero();
    }

    @Test
    void refusalOfALongBodyReachesAPeerThatStillSends() throws Exception {
        try (var peer =
                new StreamPeer(running.front(), "POST", STREAM, Map.of(), new byte[1 << 20])) {
            peer.read();

            assertThat(peer.status()).isEqualTo(413);
        }
    }

    @Test
    void commandsReachAStreamThroughAnotherEngine() throws Exception {
        try (var other = new RunningEngine(options -> options.nodeId("there").controller(nodes));
                var peer = StreamPeer.post(running.front(), STREAM, OPEN).read()) {
            var session = session(peer.next());
            peer.next();
            eventually(() -> assertThat(other.engine.node().cluster().hasNode("here")).isTrue());

            int status = post(other, beside(session, "here", "{\"id\":3,\"rpc\":{}}"));

            assertThat(status).isEqualTo(204);
            assertThat(peer.next()).isEqualTo("{\"id\":3,\"rpc\":{}}");
            assertThat(post(other, beside("0", "here", "{}"))).isEqualTo(204);
            assertThat(post(other, beside(session, "nowhere", "{}"))).isEqualTo(404);
        }
        running.awaitEmpty();
    }

    @Test
    void sessionOfAnotherEngineIsNotKnownHere() throws Exception {
        try (var other = new RunningEngine(options -> options.nodeId("there"));
                var peer = StreamPeer.post(other.front(), STREAM, OPEN).read()) {
            var session = session(peer.next());
            peer.next();

            assertThat(post(running, beside(session, "there", "{}"))).isEqualTo(404);
            assertThat(post(running, beside(session, "here", "nonsense"))).isEqualTo(204);
            assertThat(peer.poll(100)).isNull();
        }
    }

    private static int post(RunningEngine engine, String request) throws IOException {
        try (var peer =
                new StreamPeer(
                        engine.front(), "POST", "/emulation", Map.of(), request.getBytes(UTF_8))) {
            return peer.read().status();
        }
    }
}
