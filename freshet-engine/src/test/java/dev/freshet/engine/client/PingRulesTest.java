package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections that the program has pinged by rules of their own.
class PingRulesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Peer connect(@Nullable PingRule rule) {
        var peer = open(rule);
        peer.command("\"connect\":{}");
        return peer;
    }

    private Peer open(@Nullable PingRule rule) {
        var reply = ConnectReply.as(Credentials.ofUser("u"));
        loop.connect = event -> Answer.accept(rule == null ? reply : reply.withPings(rule)).now();
        loop.handlers.connect(loop.connect);
        return loop.open();
    }

    private static PingRule rule(int intervalSeconds, int timeoutSeconds) {
        return new PingRule(
                Duration.ofSeconds(intervalSeconds), Duration.ofSeconds(timeoutSeconds));
    }

    private void advanceMillis(int millis) {
        for (int i = 0; i < millis / 100; i++) {
            loop.advance(Duration.ofMillis(100));
        }
    }

    private static long pings(Peer peer) {
        return peer.taken().stream().filter("{}"::equals).count();
    }

    @Test
    void replyTellsTheRuleOfTheConnection() {
        assertThat(connect(rule(5, 2)).taken().getFirst()).endsWith("\"ping\":5,\"pong\":true}}");
        assertThat(connect(rule(7, 0)).taken().getFirst()).endsWith("\"ping\":7}}");
        assertThat(connect(PingRule.NONE).taken().getFirst()).doesNotContain("ping", "pong");
        assertThat(connect(null).taken().getFirst()).endsWith("\"ping\":25,\"pong\":true}}");
    }

    @Test
    void eachIsPingedByItsOwnRule() {
        var often = connect(rule(5, 0));
        var seldom = connect(rule(50, 0));
        var never = connect(PingRule.NONE);
        advanceMillis(100_000);

        assertThat(pings(often)).isBetween(19L, 20L);
        assertThat(pings(seldom)).isBetween(1L, 2L);
        assertThat(pings(never)).isZero();
    }

    @Test
    void silentOnesAreClosedByTheirOwnTimeout() {
        var strict = connect(rule(5, 1));
        var lenient = connect(rule(5, 4));
        var indifferent = connect(rule(5, 0));
        for (int i = 0; i < 200 && strict.closeCode() == 0; i++) {
            advanceMillis(100);
        }

        assertThat(strict.closeCode()).isEqualTo(3012);
        assertThat(strict.closeReason()).contains("within 1000 ms");
        assertThat(lenient.closeCode()).isZero();
        advanceMillis(10_000);
        assertThat(lenient.closeCode()).isEqualTo(3012);
        assertThat(indifferent.closeCode()).isZero();
    }

    @Test
    void answeredPingsKeepAConnection() {
        var peer = connect(rule(5, 1));
        peer.taken();
        for (int i = 0; i < 600; i++) {
            advanceMillis(100);
            if (pings(peer) > 0) {
                peer.send("{}");
            }
        }

        assertThat(peer.closeCode()).isZero();
        assertThat(loop.metrics.pongs().count()).isGreaterThan(10);
    }

    @Test
    void pongBeforeTheFirstPingIsFatalWhateverTheRule() {
        var peer = connect(rule(5, 1));
        peer.send("{}");
        var unpinged = connect(PingRule.NONE);
        unpinged.send("{}");

        assertThat(peer.closeCode()).isEqualTo(3501);
        assertThat(unpinged.closeCode()).isEqualTo(3501);
    }

    @Test
    void connectionThatIsNeverPingedStillHasToConnectInTime() {
        connect(PingRule.NONE);
        var late = open(PingRule.NONE);

        for (int i = 0; i < 17; i++) {
            loop.advance(SECOND);
        }

        assertThat(late.closeCode()).isEqualTo(3502);
    }

    @Test
    void ruleComesBackAfterItsLastConnectionHasGone() {
        connect(rule(5, 2)).client.onClosed();
        advanceMillis(60_000);
        connect(rule(6, 2)).client.onClosed();
        var peer = connect(rule(5, 2));
        peer.taken();

        advanceMillis(5_000);

        assertThat(pings(peer)).isEqualTo(1);
    }

    @Test
    void pongTimeoutHasToBeShorterThanTheInterval() {
        assertThatThrownBy(() -> rule(5, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorter than the ping interval");
    }

    /// The list of those that were pinged together shrank while it was walked, and the exception
    /// ended the pings of the whole loop.
    @Test
    void programMayCloseTheNeighboursOfASilentConnection() {
        loop.pingInterval = Duration.ofSeconds(25);
        var peers = Stream.generate(loop::connect).limit(100).toList();
        loop.onDisconnected = event -> peers.forEach(peer -> peer.client.onClosed());
        for (int i = 0; i < 40; i++) {
            loop.advance(SECOND);
        }
        assertThat(loop.connections.clients()).isZero();

        var peer = loop.connect();
        for (int i = 0; i < 26; i++) {
            loop.advance(SECOND);
        }

        assertThat(pings(peer)).isEqualTo(1);
    }
}
