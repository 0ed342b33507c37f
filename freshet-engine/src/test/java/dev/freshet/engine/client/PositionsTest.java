package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Subscriptions that follow a stream, and publications that do not come as they should.
class PositionsTest {
    private static final String MISSED =
            "{\"push\":{\"channel\":\"room\",\"unsubscribe\":{\"code\":2500,\"reason\":"
                    + "\"insufficient state\"}}}";

    private final TestLoop loop = new TestLoop();
    private final HeldBroker broker = new HeldBroker(loop);

    @BeforeEach
    void channels() {
        loop.channel("room", recoverable(100));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Peer subscriber() {
        var peer = loop.connect().subscribe("room");
        loop.publish("room", "1");
        loop.publish("room", "2");
        assertThat(peer.taken()).containsExactly("room=1", "room=2");
        return peer;
    }

    /// What comes next is handed out in one batch.
    private void together(Runnable publishing) {
        broker.holdAnnouncements();
        publishing.run();
    }

    private void arrive() {
        broker.releaseAnnouncements();
        loop.runTasks();
    }

    private void publish(int... offsets) {
        for (int offset : offsets) {
            loop.node().publish("room", payload(Integer.toString(offset)));
        }
    }

    private Publication at(long offset, String epoch) {
        return Publication.of(payload(Long.toString(offset)))
                .at(new StreamPosition(offset, epoch), 0);
    }

    private void forge(long offset) {
        broker.forge("room", at(offset, loop.top("room").epoch()));
        loop.runTasks();
    }

    private void endedWith2500(Peer peer, String... before) {
        var lines = new ArrayList<>(List.of(before));
        lines.add(MISSED);
        assertThat(peer.taken()).isEqualTo(lines);
        assertThat(loop.metrics.insufficientStates().sum()).isEqualTo(1);
        assertThat(loop.unsubscribed)
                .containsExactly(new UnsubscribeEvent(peer.client, "room", 2500));
        assertThat(peer.closeCode()).isZero();
    }

    // ---- one at a time

    @Test
    void publicationBehindAHoleIsNotSent() {
        var peer = subscriber();
        together(() -> publish(3, 4));
        broker.loseOne();
        arrive();

        endedWith2500(peer);
    }

    @Test
    void clientThatMissedSomethingRecoversIt() {
        var peer = subscriber();
        together(() -> publish(3, 4));
        broker.loseOne();
        arrive();
        peer.taken();
        peer.subscribe(
                "room",
                ",\"recover\":true,\"offset\":2,\"epoch\":\"" + loop.top("room").epoch() + "\"");
        loop.publish("room", "5");

        assertThat(peer.taken())
                .hasSize(2)
                .endsWith("room=5")
                .first()
                .asString()
                .contains("{\"data\":3,\"offset\":3},{\"data\":4,\"offset\":4}],\"recovered\"");
    }

    @Test
    void publicationThatCameBeforeIsLeftOut() {
        var peer = subscriber();
        forge(1);
        forge(2);
        loop.publish("room", "3");

        assertThat(peer.taken()).containsExactly("room=3");
    }

    @Test
    void publicationOfAnotherEpochEndsTheSubscription() {
        var peer = subscriber();
        broker.forge("room", at(3, "other"));
        loop.runTasks();

        endedWith2500(peer);
    }

    @Test
    void lowerOffsetOfAnotherEpochEndsItToo() {
        var peer = subscriber();
        broker.forge("room", at(1, "other"));
        loop.runTasks();

        endedWith2500(peer);
    }

    @Test
    void offsetsAreUnsigned() {
        var peer = subscriber();
        forge(-1);

        endedWith2500(peer);
    }

    @Test
    void publicationWithoutAPlaceIsSentAndMovesNothing() {
        var peer = subscriber();
        loop.node().publish("room", Publication.of(payload("0")), PublishOptions.NO_HISTORY);
        loop.runTasks();
        loop.publish("room", "3");

        assertThat(peer.taken()).containsExactly("room=0", "room=3");
    }

    /// Whatever came between, the client recovers exactly what is behind its place.
    @Test
    void publicationWithoutAPlaceIsNoPlaceToRecoverFrom() {
        var peer = subscriber();
        loop.node().publish("room", Publication.of(payload("0")), PublishOptions.NO_HISTORY);
        loop.runTasks();
        together(() -> publish(3, 4));
        broker.loseOne();
        arrive();
        endedWith2500(peer, "room=0");
        peer.subscribe(
                "room",
                ",\"recover\":true,\"offset\":2,\"epoch\":\"" + loop.top("room").epoch() + "\"");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains(
                        "\"publications\":[{\"data\":3,\"offset\":3},{\"data\":4,\"offset\":4}],"
                                + "\"recovered\":true");
    }

    @Test
    void subscriptionWithoutPositionsTakesWhateverComes() {
        loop.channel("room", ChannelOptions.builder());
        var peer = loop.connect().subscribe("room");
        broker.forge("room", at(7, "a"));
        broker.forge("room", at(3, "b"));
        loop.runTasks();

        assertThat(peer.taken()).containsExactly("room=7", "room=3");
    }

    // ---- in a batch

    @Test
    void batchThatContinuesIsTakenWhole() {
        var peer = subscriber();
        together(() -> publish(3, 4, 5));
        arrive();

        assertThat(peer.taken()).containsExactly("room=3", "room=4", "room=5");
        assertThat(peer.transport.sends).isEqualTo(3);
    }

    @Test
    void batchThatBeginsBeforeItsTurnIsTakenFromThereOn() {
        var peer = subscriber();
        together(() -> publish(3, 4));
        broker.forge("room", at(1, loop.top("room").epoch()));
        broker.forge("room", at(2, loop.top("room").epoch()));
        arrive();

        assertThat(peer.taken()).containsExactly("room=3", "room=4");
    }

    @Test
    void batchThatBeginsBehindItsTurnIsNotTaken() {
        var peer = subscriber();
        together(() -> publish(3, 4, 5));
        broker.loseOne();
        arrive();

        endedWith2500(peer);
    }

    @Test
    void batchWithAHoleIsTakenUpToIt() {
        var peer = subscriber();
        together(() -> publish(3, 4, 5, 6));
        broker.releaseOne();
        broker.releaseOne();
        broker.loseOne();
        arrive();

        endedWith2500(peer, "room=3", "room=4");
    }

    @Test
    void batchWithARepetitionIsTakenWithoutIt() {
        var peer = subscriber();
        together(() -> publish(3, 4, 5));
        broker.repeatOne();
        broker.releaseOne();
        broker.repeatOne();
        arrive();

        assertThat(peer.taken()).containsExactly("room=3", "room=4", "room=5");
    }

    @Test
    void batchWithTwoEpochsIsTakenUpToTheSecond() {
        var peer = subscriber();
        together(() -> publish(3));
        broker.releaseOne();
        broker.forge("room", at(4, "other"));
        loop.runTasks();

        endedWith2500(peer, "room=3");
    }

    @Test
    void publicationsWithoutAPlaceDoNotDisturbABatch() {
        var peer = subscriber();
        together(() -> {
            publish(3);
            loop.node().publish("room", Publication.of(payload("0")), PublishOptions.NO_HISTORY);
            publish(4);
        });
        arrive();
        loop.publish("room", "5");

        assertThat(peer.taken()).containsExactly("room=3", "room=0", "room=4", "room=5");
    }

    @Test
    void neighboursWithOtherPlacesEachTakeTheirs() {
        var peer = subscriber();
        together(() -> publish(3, 4));
        // Knows of 3 and 4, which it was not sent yet.
        var late = loop.connect().subscribe("room");
        var plain = loop.connect();
        loop.handlers.subscribe(event ->
                Answer.accept(SubscribeReply.ok().withOptions(ChannelOptions.defaults())).now());
        plain.subscribe("room");
        publish(5);
        arrive();

        assertThat(peer.taken()).containsExactly("room=3", "room=4", "room=5");
        assertThat(late.taken()).containsExactly("room=5");
        assertThat(plain.taken()).containsExactly("room=3", "room=4", "room=5");
    }
}
