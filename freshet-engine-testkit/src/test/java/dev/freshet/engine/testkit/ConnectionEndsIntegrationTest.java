package dev.freshet.engine.testkit;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.protocol.Disconnect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The many ways in which connections end, and what they may not leave behind.
class ConnectionEndsIntegrationTest {
    private final ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
    private final RunningEngine running =
            new RunningEngine(options ->
                    options.maxMessageBytes(1 << 20)
                            .onDisconnected(event -> {
                                var disconnect = event.disconnect();
                                ends.add(
                                        disconnect == null
                                                ? "peer"
                                                : Integer.toString(disconnect.code()));
                            }));

    @AfterEach
    void stopEngine() {
        running.close();
    }

    @Test
    void clientThatLeavesIsAnsweredAndForgotten() {
        try (var client = running.connect()) {
            client.subscribe("news");
            client.leave();

            assertThat(client.awaitClosed().code()).isEqualTo(1000);
        }
        running.awaitEmpty();
        assertThat(ends).containsExactly("peer");
    }

    @Test
    void resetIsForgotten() throws Exception {
        var peer = new RawPeer(running.address).connectAndSubscribe("news");
        running.publish("news", "1");

        peer.reset();

        running.awaitEmpty();
        assertThat(ends).containsExactly("peer");
    }

    @Test
    void halfClosedSocketIsForgotten() throws Exception {
        try (var peer = new RawPeer(running.address).connectAndSubscribe("news")) {
            peer.socket.shutdownOutput();

            running.awaitEmpty();
            assertThat(peer.isAtEnd()).isTrue();
        }
    }

    /// The connection used to stay open for a second, until it was dropped or the peer gave up.
    @Test
    void violationIsAnsweredWithACloseFrameAndTheEndOfTheStream() throws Exception {
        try (var peer = new RawPeer(running.address).connectAndSubscribe("news")) {
            peer.write(new byte[] {(byte) 0x81, 1, 'a'});

            assertThat(peer.next()).endsWith("a client's frames have to be masked");
            assertThat(peer.isAtEnd()).isTrue();
            running.awaitEmpty();
        }
    }

    @Test
    void halfAFrameIsForgotten() throws Exception {
        try (var peer = new RawPeer(running.address).connectAndSubscribe("news")) {
            peer.write(Arrays.copyOf(RawPeer.frame("x".repeat(1000)), 500));
            peer.socket.shutdownOutput();

            running.awaitEmpty();
        }
    }

    @Test
    void commandByteByByteIsUnderstood() throws Exception {
        try (var peer = new RawPeer(running.address)) {
            for (byte each : RawPeer.frame("{\"id\":1,\"connect\":{}}")) {
                peer.write(new byte[] {each});
            }

            assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":{");
        }
        running.awaitEmpty();
    }

    @Test
    void messageOfAMegabyteTravelsBothWays() {
        var data = "\"" + "é".repeat((1 << 19) - 50) + "\"";
        try (var publisher = running.connect();
                var subscriber = running.connect()) {
            subscriber.subscribe("large");

            assertThat(
                            publisher.command(
                                    "\"publish\":{\"channel\":\"large\",\"data\":" + data + "}"))
                    .isEqualTo("{\"id\":2,\"publish\":{}}");

            assertThat(subscriber.next())
                    .startsWith("{\"push\":{\"channel\":\"large\",\"pub\":{\"data\":" + data);
        }
        running.awaitEmpty();
    }

    @Test
    void messageOverTheLimitClosesWith1009() {
        try (var client = running.connect()) {
            client.send("\"" + "x".repeat(1 << 20) + "\"");

            assertThat(client.awaitClosed().code()).isEqualTo(1009);
        }
        running.awaitEmpty();
        assertThat(running.engine.metrics().oversizeMessages().sum()).isEqualTo(1);
    }

    @Test
    void fiveThousandSubscribesAndUnsubscribesLeaveNothing() {
        try (var one = running.connect();
                var two = running.connect()) {
            for (int i = 0; i < 2500; i++) {
                for (var client : List.of(one, two)) {
                    client.subscribe("c" + i % 50);
                }
                running.publish("c" + i % 50, Integer.toString(i));
                for (var client : List.of(one, two)) {
                    client.command("\"unsubscribe\":{\"channel\":\"c" + i % 50 + "\"}");
                }
            }
            eventually(() -> {
                assertThat(running.engine.metrics().subscriptions()).hasValue(0);
                assertThat(running.engine.node().hub().channelCount()).isZero();
            });
        }
        running.awaitEmpty();
        assertThat(running.engine.metrics().subscriptionsAccepted().sum()).isEqualTo(5000);
    }

    @Test
    void shutdownSaysWhyAndMayBeRepeated() {
        try (var one = running.connect();
                var two = running.connect()) {
            running.close();

            assertThat(one.awaitClosed()).isEqualTo(new TestClient.Closed(3001, "shutdown"));
            assertThat(two.awaitClosed()).isEqualTo(new TestClient.Closed(3001, "shutdown"));
            running.close();
        }
        assertThat(ends).containsExactly("3001", "3001");
        assertThat(running.engine.connections().clients()).isZero();
    }

    @Test
    void userIsDisconnectedEverywhere() throws Exception {
        try (var one = running.connect();
                var two = running.connect()) {
            running.engine
                    .disconnect(Target.user("u1"), Disconnect.FORCED)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);

            assertThat(one.awaitClosed().code()).isEqualTo(3503);
            assertThat(two.awaitClosed().code()).isEqualTo(3503);
        }
        running.awaitEmpty();
    }

    @Test
    void connectionLimitIsKeptExactlyByAllLoopsTogether() throws Exception {
        int limit = 7;
        var limits = ClientLimits.defaults().toBuilder().maxConnections(limit).build();
        try (var limited =
                new RunningEngine(options -> options.eventLoops(4).clientLimits(limits))) {
            var peers = new ArrayList<RawPeer>();
            for (int i = 0; i < 20; i++) {
                peers.add(new RawPeer(limited.address));
            }
            for (var peer : peers) {
                peer.send("{\"id\":1,\"connect\":{}}");
            }

            eventually(() ->
                    assertThat(limited.engine.metrics().disconnects().values())
                            .containsEntry("3504", 20L - limit));
            assertThat(limited.engine.connections().clients()).isEqualTo(limit);
            for (var peer : peers) {
                peer.close();
            }
            limited.awaitEmpty();
        }
    }

    @Test
    void churnUnderPublicationsLeavesNothing() throws Exception {
        var publisher =
                new Thread(() -> {
                    for (int i = 0; i < 3000; i++) {
                        running.publish("news", Integer.toString(i));
                    }
                });
        publisher.start();
        for (int round = 0; round < 30; round++) {
            var clients = new ArrayList<RawPeer>();
            for (int i = 0; i < 5; i++) {
                clients.add(new RawPeer(running.address).connectAndSubscribe("news"));
            }
            for (int i = 0; i < clients.size(); i++) {
                if (i % 2 == 0) {
                    clients.get(i).reset();
                } else {
                    clients.get(i).close();
                }
            }
        }
        publisher.join();

        running.awaitEmpty();
        assertThat(ends).hasSize(150);
    }
}
