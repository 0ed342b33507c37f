package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that send faster than they may.
class RateLimitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void perConnection(int commands, int bytes) {
        loop.otherLimits =
                loop.otherLimits.toBuilder().rate(new RateLimit(commands, bytes)).build();
    }

    private void perUser(int commands, int bytes) {
        loop.otherLimits =
                loop.otherLimits.toBuilder()
                        .perUser(new UserLimits(0, 0, new RateLimit(commands, bytes)))
                        .build();
    }

    private static long refused(Peer peer) {
        return peer.taken().stream().filter(line -> line.contains("\"code\":111")).count();
    }

    // ---- commands

    @Test
    void burstOfTwoSecondsWorthIsLetThroughAndTheRestRefused() {
        perConnection(5, 0);
        var peer = loop.connect();
        for (int i = 0; i < 12; i++) {
            peer.command("\"rpc\":{}");
        }

        assertThat(peer.transport.sent)
                .hasSize(12)
                .last()
                .asString()
                .contains("\"code\":111", "too many requests", "\"temporary\":true");
        assertThat(refused(peer)).isEqualTo(2);
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void eachSecondBringsASecondsWorth() {
        perConnection(5, 0);
        var peer = loop.connect();
        peer.send("{\"id\":9,\"rpc\":{}}\n".repeat(10));
        peer.taken();

        loop.advance(SECOND);
        peer.send("{\"id\":9,\"rpc\":{}}\n".repeat(7));

        assertThat(refused(peer)).isEqualTo(2);
        loop.advance(Duration.ofHours(1));
        peer.send("{\"id\":9,\"rpc\":{}}\n".repeat(12));
        assertThat(refused(peer)).isEqualTo(2);
    }

    @Test
    void sendBeyondTheLimitEndsTheConnection() {
        perConnection(1, 0);
        var messages = new ArrayList<MessageEvent>();
        loop.message = messages::add;
        var peer = loop.connect();
        peer.send("{\"send\":{}}\n{\"send\":{}}\n{\"send\":{}}\n{\"send\":{}}");

        assertThat(messages).hasSize(2);
        assertThat(peer.closeCode()).isEqualTo(3013);
    }

    @Test
    void connectAndPongsDoNotCount() {
        perConnection(1, 0);
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{}}\n{\"id\":3,\"rpc\":{}}");
        assertThat(refused(peer)).isZero();

        peer.client.ping();
        peer.send("{}");

        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void refusedSubscribeTakesNothing() {
        perConnection(1, 0);
        var peer = loop.connect();
        peer.subscribe("a").subscribe("b");
        peer.subscribe("c", "");

        assertThat(refused(peer)).isEqualTo(1);
        assertThat(loop.node().hub().channels()).containsExactly("a", "b");
    }

    @Test
    void connectionsOfAUserShareTheirLimit() {
        perUser(3, 0);
        var first = loop.connectAs("ann");
        var second = loop.connectAs("ann");
        var bob = loop.connectAs("bob");
        first.send("{\"id\":2,\"rpc\":{}}\n".repeat(4));
        second.send("{\"id\":2,\"rpc\":{}}\n".repeat(4));
        bob.send("{\"id\":2,\"rpc\":{}}\n".repeat(6));

        assertThat(refused(first)).isZero();
        assertThat(refused(second)).isEqualTo(2);
        assertThat(refused(bob)).isZero();
    }

    @Test
    void anonymousConnectionsShareNothing() {
        perUser(1, 10);
        for (int i = 0; i < 3; i++) {
            var peer = loop.connectAs("");
            peer.send("{\"id\":2,\"rpc\":{}}\n".repeat(5));
            assertThat(peer.closeCode()).isZero();
            assertThat(refused(peer)).isZero();
        }
    }

    // ---- bytes

    @Test
    void moreBytesThanMayBeEndTheConnection() {
        perConnection(0, 100);
        var peer = loop.connect();
        var command = "{\"id\":2,\"rpc\":{\"data\":\"" + "x".repeat(80) + "\"}}";
        peer.send(command);
        peer.send(command);
        // In debt now, which has to be waited off.
        peer.send(command);

        assertThat(peer.closeCode()).isEqualTo(3013);
        assertThat(peer.closeReason()).startsWith("too many requests: more bytes");
        assertThat(peer.taken()).hasSize(2);
    }

    @Test
    void debtOfALargeMessageIsWaitedOff() {
        perConnection(0, 100);
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{\"data\":\"" + "x".repeat(400) + "\"}}");
        assertThat(peer.closeCode()).isZero();

        loop.advance(Duration.ofSeconds(3));
        peer.send("{\"id\":3,\"rpc\":{}}");

        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken()).hasSize(2);
    }

    @Test
    void bytesOfAUsersConnectionsAreAddedUp() {
        perUser(0, 50);
        var first = loop.connectAs("ann");
        var second = loop.connectAs("ann");
        first.send("{\"id\":2,\"rpc\":{\"data\":\"" + "x".repeat(100) + "\"}}");

        second.send("{\"id\":2,\"rpc\":{}}");

        assertThat(first.closeCode()).isZero();
        assertThat(second.closeCode()).isEqualTo(3013);
    }

    /// What waits because handlers are at work was counted when it came.
    @Test
    void commandsThatHadToWaitAreNotCountedTwice() {
        perConnection(0, 60);
        loop.handlerConcurrency = 1;
        var answer = TestLoop.<RpcReply>later();
        loop.rpc = event -> answer;
        var peer = loop.connect();
        peer.send("{\"id\":2,\"rpc\":{}}\n{\"id\":3,\"rpc\":{}}\n{\"id\":4,\"rpc\":{}}");

        answer.complete(Answer.accept(new RpcReply(null)));
        loop.runTasks();

        assertThat(peer.taken()).hasSize(3);
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void limitsBelowZeroAreRefused() {
        assertThatThrownBy(() -> new RateLimit(0, -5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a rate limit is -5");
    }
}
