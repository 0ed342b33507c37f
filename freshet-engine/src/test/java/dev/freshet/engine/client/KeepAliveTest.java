package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With the default interval a tick is one second.
class KeepAliveTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.advance(SECOND);
        }
    }

    /// Seconds until the next ping.
    private int untilPing(Peer peer) {
        for (int second = 1; second <= 60; second++) {
            advance(1);
            if (peer.taken().contains("{}")) {
                return second;
            }
        }
        throw new AssertionError("no ping within a minute");
    }

    @Test
    void firstPingComesAfterHalfToAWholeIntervalAndThenEveryInterval() {
        var peer = loop.connect();

        assertThat(untilPing(peer)).isBetween(12, 25);
        for (int i = 0; i < 3; i++) {
            peer.send("{}");
            assertThat(untilPing(peer)).isEqualTo(25);
        }
    }

    @Test
    void firstPingsOfAWaveAreSpread() {
        var peers = IntStream.range(0, 200).mapToObj(i -> loop.connect()).toList();
        var seconds = new HashSet<Integer>();

        for (int second = 1; second <= 25; second++) {
            advance(1);
            for (var peer : peers) {
                if (peer.taken().contains("{}")) {
                    assertThat(second).isBetween(12, 25);
                    seconds.add(second);
                }
            }
        }

        assertThat(seconds).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void thePongsTimeIsCounted() {
        var peer = loop.connect();
        untilPing(peer);
        advance(3);

        peer.send("{}");

        var pongs = loop.clients().engineMetrics().pongs();
        assertThat(pongs.count()).isEqualTo(1);
        assertThat(pongs.nanos()).isEqualTo(3_000_000_000L);
    }

    @Test
    void missingPongEndsTheConnection() {
        var peer = loop.connect();
        untilPing(peer);
        peer.command("\"rpc\":{}");

        advance(9);
        assertThat(peer.closeCode()).isZero();
        advance(1);

        assertThat(peer.closeCode()).isEqualTo(3012);
        assertThat(peer.closeReason()).startsWith("no pong");
    }

    @Test
    void pongKeepsTheConnection() {
        var peer = loop.connect();
        untilPing(peer);
        advance(9);
        peer.send("{}");
        advance(10);

        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void secondPongForOnePingIsFatal() {
        var peer = loop.connect();
        untilPing(peer);
        peer.send("{}");
        assertThat(peer.closeCode()).isZero();

        peer.send("{}");

        assertThat(peer.closeCode()).isEqualTo(3501);
    }

    @Test
    void pongMayCarryAnything() {
        var peer = loop.connect();
        untilPing(peer);

        peer.send("{\"subscribe\":{\"channel\":\"x\"}}");

        assertThat(peer.closeCode()).isZero();
        assertThat(peer.taken()).isEmpty();
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void withoutPongTimeoutNobodyIsGivenUp() {
        loop.pongTimeout = Duration.ZERO;
        var peer = loop.connect();
        untilPing(peer);

        assertThat(untilPing(peer)).isEqualTo(25);
        assertThat(peer.closeCode()).isZero();
    }

    @Test
    void withoutPingsNothingIsSent() {
        loop.pingInterval = Duration.ZERO;
        loop.pongTimeout = Duration.ZERO;
        var peer = loop.connect();

        advance(100);

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isZero();
    }

    /// After a pause of the process (a stopped container, a long collection) all missed ticks came
    /// at once: clients were pinged and in the same moment closed for not having answered.
    @Test
    void longPauseOfTheProcessClosesNobodyWhoHadNoTimeToAnswer() {
        var peers = IntStream.range(0, 50).mapToObj(i -> loop.connect()).toList();

        loop.advance(Duration.ofSeconds(60));

        assertThat(peers).allMatch(peer -> peer.closeCode() == 0);
        for (int second = 0; second < 60; second++) {
            advance(1);
            for (var peer : peers) {
                if (peer.taken().contains("{}")) {
                    peer.send("{}");
                }
            }
        }
        assertThat(peers).allMatch(peer -> peer.closeCode() == 0);
    }

    @Test
    void connectionThatDoesNotConnectIsStaleAfterFifteenSeconds() {
        var peer = loop.open();
        advance(14);
        assertThat(peer.closeCode()).isZero();

        advance(1);

        assertThat(peer.closeCode()).isEqualTo(3502);
        assertThat(peer.closeReason()).startsWith("stale");
    }

    @Test
    void connectThatIsNotDecidedInTimeIsStale() {
        loop.connect = event -> TestLoop.later();
        var peer = loop.open();
        peer.send("{\"id\":1,\"connect\":{}}");

        advance(15);

        assertThat(peer.closeCode()).isEqualTo(3502);
    }

    @Test
    void staleConnectionBehindOthersIsFound() {
        loop.connect();
        var gone = loop.open();
        var stale = loop.open();
        gone.client.onClosed();

        advance(15);

        assertThat(stale.closeCode()).isEqualTo(3502);
        assertThat(gone.closeCode()).isZero();
    }

    @Test
    void timerStopsWithTheLastClientAndStartsAgain() {
        loop.connect().client.onClosed();
        advance(20);
        var peer = loop.connect();

        assertThat(untilPing(peer)).isBetween(12, 25);
    }

    @Test
    void clientsThatComeAndGoDoNotDisturbTheOthersPings() {
        var staying = new ArrayList<Peer>();
        for (int i = 0; i < 100; i++) {
            var going = loop.connect();
            staying.add(loop.connect());
            going.client.onClosed();
        }

        advance(25);

        assertThat(staying).allMatch(peer -> peer.taken().equals(List.of("{}")));
    }

    /// The callback's exception used to stop the timer of all connections of the loop.
    @Test
    void programThatThrowsOnADisconnectDoesNotStopThePings() {
        loop.onDisconnected =
                event -> {
                    throw new IllegalStateException("the test's own");
                };
        loop.open();
        loop.connect();
        advance(40);

        assertThat(untilPing(loop.connect())).isBetween(12, 25);
    }
}
