package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.protocol.Publication;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Subscriptions to quiet channels are compared with the stream, in case the last message was lost
/// on its way.
class PositionCheckTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestLoop loop = new TestLoop();
    private final HeldBroker broker = new HeldBroker(loop);

    @BeforeEach
    void channels() {
        loop.pongTimeout = Duration.ZERO;
        loop.channel("room", recoverable(10));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.advance(SECOND);
        }
    }

    private static boolean wasToldToRecover(Peer peer) {
        return peer.taken().stream().anyMatch(line -> line.contains("\"code\":2500"));
    }

    /// Publishes what nobody gets to hear.
    private void publishUnheard() {
        broker.holdAnnouncements();
        loop.publish("room", "1");
        broker.loseOne();
        broker.releaseAnnouncements();
    }

    @Test
    void lostMessageInAQuietChannelIsNoticed() {
        var peer = loop.connect().subscribe("room");
        publishUnheard();
        advance(39);
        assertThat(wasToldToRecover(peer)).isFalse();

        advance(30);

        assertThat(wasToldToRecover(peer)).isTrue();
        assertThat(peer.closeCode()).isZero();
    }

    /// It stopped reading clients with several quiet subscriptions, and their pongs with them.
    @Test
    void commandsDoNotWaitForABrokerThatDoesNotAnswerTheComparison() {
        loop.handlerConcurrency = 1;
        var peer = loop.connect().subscribe("room");
        broker.reads.shut();
        advance(200);

        assertThat(broker.reads.waiting()).isEqualTo(1);
        assertThat(peer.transport.reading).isTrue();
        peer.command("\"rpc\":{\"data\":1}");
        assertThat(peer.taken()).contains("{\"id\":3,\"rpc\":{\"data\":1}}");
        broker.reads.open();
        loop.runTasks();
        assertThat(wasToldToRecover(peer)).isFalse();
    }

    @Test
    void serversSubscriptionEndsTheConnection() {
        var peer = loop.connect();
        peer.client.subscribe("room", SubscribeReply.ok(), null);
        publishUnheard();

        advance(70);

        assertThat(peer.closeCode()).isEqualTo(3010);
    }

    @Test
    void streamThatBeganAnewIsNoticed() {
        var brief = recoverable(10).history(new HistoryOptions(10, SECOND, Duration.ofSeconds(10)));
        loop.channel("room", brief);
        var peer = loop.connect().subscribe("room");

        advance(70);

        assertThat(wasToldToRecover(peer)).isTrue();
    }

    @Test
    void subscriptionThatIsUpToDateIsLeftAlone() {
        var peer = loop.connect().subscribe("room");
        loop.publish("room", "1");
        peer.taken();
        int reads = broker.reads.calls();

        advance(300);

        assertThat(wasToldToRecover(peer)).isFalse();
        assertThat(broker.reads.calls() - reads).isBetween(5, 7);
    }

    @Test
    void busyChannelIsNotReadAtAll() {
        loop.connect().subscribe("room");
        int reads = broker.reads.calls();
        for (int i = 0; i < 30; i++) {
            loop.publish("room", "1");
            advance(10);
        }

        assertThat(broker.reads.calls()).isEqualTo(reads);
    }

    /// They were taken for signs of life: who lost a publication of a channel where people come and
    /// go never got to know.
    @Test
    void joinsAndWhatHasNoPlaceAreNoSignThatNothingWasLost() {
        loop.channel("room", recoverable(10).joinLeave(true));
        var peer = loop.connect().subscribe("room");
        var other = loop.connect();
        publishUnheard();
        for (int i = 0; i < 10; i++) {
            other.subscribe("room");
            loop.node().publish("room", Publication.of(payload("0")), PublishOptions.NO_HISTORY);
            other.unsubscribe("room");
            advance(10);
        }

        assertThat(wasToldToRecover(peer)).isTrue();
    }

    @Test
    void whatIsOnItsWayIsGivenAMoment() {
        var peer = loop.connect().subscribe("room");
        advance(39);
        broker.holdAnnouncements();
        loop.publish("room", "1");
        int reads = broker.reads.calls();
        while (broker.reads.calls() == reads) {
            advance(1);
        }
        // It was read and differs; now the message comes after all.
        broker.releaseAnnouncements();
        loop.runTasks();

        advance(30);

        assertThat(peer.taken())
                .containsOnlyOnce("room=1")
                .noneMatch(line -> line.contains("2500"));
    }

    @Test
    void streamThatCannotBeReadIsLookedAtAgain() {
        var peer = loop.connect().subscribe("room");
        publishUnheard();
        broker.reads.failNext();
        advance(70);
        assertThat(wasToldToRecover(peer)).isFalse();

        advance(50);

        assertThat(wasToldToRecover(peer)).isTrue();
    }

    @Test
    void checkOfASubscriptionThatEndedMeanwhileComesToNothing() {
        var peer = loop.connect().subscribe("room");
        publishUnheard();
        advance(39);
        broker.reads.shut();
        advance(30);
        peer.unsubscribe("room");
        peer.taken();
        broker.reads.open();
        advance(1);
        peer.subscribe("room");

        advance(10);

        assertThat(wasToldToRecover(peer)).isFalse();
    }

    /// The coarse clock that silence is measured by stood still when no client was pinged by the
    /// server's own rule.
    @Test
    void clientsWithPingRulesOfTheirOwnAreCheckedToo() {
        var rule = new PingRule(Duration.ofSeconds(5), Duration.ZERO);
        loop.connect =
                event ->
                        Answer.accept(ConnectReply.as(Credentials.ofUser("u")).withPings(rule))
                                .now();
        var peer = loop.connect();
        advance(120);
        peer.subscribe("room");
        publishUnheard();

        advance(70);

        assertThat(wasToldToRecover(peer)).isTrue();
    }
}
