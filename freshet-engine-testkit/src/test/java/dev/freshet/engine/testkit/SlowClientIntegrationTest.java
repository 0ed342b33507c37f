package dev.freshet.engine.testkit;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.hub.HubLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Peers that do not read, beside others that do.
class SlowClientIntegrationTest {
    private static final String LARGE = "x".repeat(16 * 1024);

    private final RunningEngine running =
            new RunningEngine(options ->
                    options.eventLoops(1)
                            .clientLimits(
                                    ClientLimits.defaults().toBuilder()
                                            .maxQueuedBytes(1 << 20)
                                            .build())
                            .hubLimits(new HubLimits(1 << 20, 8192, 4 << 20)));

    @AfterEach
    void stopEngine() {
        running.close();
    }

    private static String numbered(int number) {
        return "{\"n\":" + number + ",\"filler\":\"" + LARGE + "\"}";
    }

    private static List<Integer> numbersReceived(TestClient client, int count) {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            var line = client.next();
            int at = line.indexOf("\"n\":") + 4;
            numbers.add(Integer.parseInt(line, at, line.indexOf(',', at), 10));
        }
        return numbers;
    }

    @Test
    void peerThatNeverReadsIsClosedAndItsNeighbourMissesNothing() throws Exception {
        int count = 600; // 10 MB
        try (var stuck = new RawPeer(running.address).connectAndSubscribe("news");
                var neighbour = running.connect()) {
            neighbour.subscribe("news");
            for (int i = 0; i < count; i += 20) {
                for (int n = i; n < i + 20; n++) {
                    running.publish("news", numbered(n));
                }
                assertThat(numbersReceived(neighbour, 20))
                        .isEqualTo(IntStream.range(i, i + 20).boxed().toList());
            }

            eventually(() ->
                    assertThat(running.engine.metrics().disconnects().values())
                            .containsEntry("3008", 1L));
            eventually(() -> assertThat(running.engine.connections().clients()).isEqualTo(1));
            assertThat(stuck.socket.isConnected()).isTrue();
        }
        running.awaitEmpty();
    }

    @Test
    void clientThatReadsOnInTimeMissesNothing() throws Exception {
        int count = 60; // 1 MB, of which the sockets take a part
        try (var client = new RawPeer(running.address).connectAndSubscribe("news")) {
            for (int i = 0; i < count; i++) {
                running.publish("news", numbered(i));
            }
            var seen = new ArrayList<Integer>();
            while (seen.size() < count) {
                for (var line : client.next().split("\n", -1)) {
                    int at = line.indexOf("\"n\":") + 4;
                    seen.add(Integer.parseInt(line, at, line.indexOf(',', at), 10));
                }
            }

            assertThat(seen).isEqualTo(IntStream.range(0, count).boxed().toList());
        }
        running.awaitEmpty();
    }

    /// Its replies went to the socket's queue without any limit.
    @Test
    void peerThatAsksAndNeverReadsIsClosed() throws Exception {
        try (var stuck = new RawPeer(running.address)) {
            stuck.send("{\"id\":1,\"connect\":{}}");
            var echo = "{\"id\":2,\"rpc\":{\"data\":\"" + "x".repeat(60_000) + "\"}}";
            for (int i = 0; i < 1000; i++) {
                try {
                    stuck.send(echo);
                } catch (IOException closedByTheServer) {
                    break;
                }
            }

            eventually(() ->
                    assertThat(running.engine.metrics().disconnects().values())
                            .containsEntry("3008", 1L));
        }
        running.awaitEmpty();
    }

    @Test
    void peerThatClosesAndNeverReadsIsForgotten() throws Exception {
        try (var stuck = new RawPeer(running.address).connectAndSubscribe("news")) {
            for (int i = 0; i < 20; i++) {
                running.publish("news", numbered(i));
            }
            stuck.write(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});

            running.awaitEmpty();
        }
    }
}
