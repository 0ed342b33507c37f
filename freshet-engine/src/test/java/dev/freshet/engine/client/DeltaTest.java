package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Subscriptions that get differences. Every patch is applied and compared with what was published.
class DeltaTest {
    private final TestLoop loop = new TestLoop();

    @BeforeEach
    void channels() {
        loop.channel("room", recoverable(50).delta(true));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static String document(int n) {
        return "{\"room\":\"küche\",\"temperature\":"
                + n
                + ",\"humidity\":40,\"comment\":\"nothing else changes here\"}";
    }

    private void publish(int... numbers) {
        for (int n : numbers) {
            loop.node().publish("room", payload(document(n)));
        }
        loop.runTasks();
    }

    private void publishWithoutHistory(int n) {
        loop.node()
                .publish("room", Publication.of(payload(document(n))), PublishOptions.NO_HISTORY);
        loop.runTasks();
    }

    private PatchingPeer peer() {
        return new PatchingPeer(loop, "room");
    }

    private PatchingPeer subscriber() {
        var peer = peer().subscribe("");
        assertThat(peer.values()).isEmpty();
        return peer;
    }

    private static void gets(PatchingPeer peer, int wholes, int... numbers) {
        var values = peer.values();
        assertThat(values).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(values.get(i)).isEqualTo(document(numbers[i]));
        }
        assertThat(peer.wholes()).as("whole ones").isEqualTo(wholes);
    }

    // ---- shared bytes

    /// They were encoded for each of them alone, though nothing but a whole one can come.
    @Test
    void firstPublicationIsEncodedOnceForAllWhoJustSubscribed() {
        var one = subscriber();
        var other = subscriber();
        one.peer.transport.writable = false;
        other.peer.transport.writable = false;

        publish(1);

        long held = loop.heldBytes();
        assertThat(held).isEqualTo(one.peer.client.heldBytes() + Lag.OVERHEAD);
        assertThat(held).isEqualTo(other.peer.client.heldBytes() + Lag.OVERHEAD);
        for (var peer : List.of(one, other)) {
            peer.peer.transport.writable = true;
            peer.peer.client.onWritable();
            publish(2);
        }
        gets(one, 1, 1, 2, 2);
        gets(other, 1, 1, 2, 2);
    }

    /// After a restart all who come back have the same, and the group nothing.
    @Test
    void patchIsMadeOnceForAllWhoRecoveredFromTheSamePlace() {
        var one = subscriber();
        var other = subscriber();
        publish(1);
        for (var peer : List.of(one, other)) {
            gets(peer, 1, 1);
            peer.peer.unsubscribe("room");
        }
        one.recover();
        other.recover();
        var late = subscriber();
        for (var peer : List.of(one, other, late)) {
            peer.peer.transport.writable = false;
        }

        publish(2);

        long both = one.peer.client.heldBytes() + late.peer.client.heldBytes();
        assertThat(loop.heldBytes()).isEqualTo(both + Lag.OVERHEAD);
        for (var peer : List.of(one, other, late)) {
            peer.peer.transport.writable = true;
            peer.peer.client.onWritable();
        }
        publish(3);
        gets(one, 0, 2, 3);
        gets(other, 0, 2, 3);
        gets(late, 1, 2, 3);
    }

    // ---- the base

    @Test
    void firstIsWholeAndTheOthersArePatches() {
        var peer = subscriber();
        publish(1);
        publish(2);
        publish(3, 4, 5);

        gets(peer, 1, 1, 2, 3, 4, 5);
    }

    @Test
    void firstBatchBeginsWhole() {
        var peer = subscriber();
        publish(1, 2, 3);

        gets(peer, 1, 1, 2, 3);
    }

    @Test
    void newcomerOfAnOldGroupBeginsWholeAndTheOthersGoOn() {
        var old = subscriber();
        publish(1, 2);
        gets(old, 1, 1, 2);
        var newcomer = subscriber();
        publish(3);
        publish(4);

        gets(old, 0, 3, 4);
        gets(newcomer, 1, 3, 4);
    }

    @Test
    void clientThatLeftAndCameBackBeginsWhole() {
        var peer = subscriber();
        publish(1);
        peer.peer.unsubscribe("room");
        publish(2);
        peer.subscribe("");
        publish(3);

        gets(peer, 2, 1, 3);
    }

    @Test
    void neighboursWithoutDeltasGetEverythingWhole() {
        var peer = subscriber();
        var plain = loop.connect(TestWire.JSON).subscribe("room");
        publish(1);
        publish(2);

        gets(peer, 1, 1, 2);
        assertThat(plain.taken())
                .hasSize(2)
                .allMatch(line -> line.contains("\"data\":{\"room\":\"küche\""));
    }

    @Test
    void channelWithoutDeltasSendsWholeDocuments() {
        loop.channel("room", recoverable(50));
        var peer = subscriber();
        publish(1);
        publish(2);

        gets(peer, 2, 1, 2);
    }

    // ---- recovery

    @Test
    void recoveredListBeginsWholeAndTheLiveOnesBuildOnIt() {
        var peer = subscriber();
        publish(1);
        gets(peer, 1, 1);
        peer.peer.unsubscribe("room");
        publish(2, 3);
        peer.recover();
        publish(4);

        gets(peer, 1, 2, 3, 4);
    }

    @Test
    void clientThatMissedNothingGoesOnWithPatches() {
        var peer = subscriber();
        publish(1);
        gets(peer, 1, 1);
        peer.peer.unsubscribe("room");
        peer.recover();
        publish(2);

        gets(peer, 0, 2);
    }

    @Test
    void clientThatMissedNothingGoesOnWithPatchesWhereOthersStayed() {
        var peer = subscriber();
        var other = subscriber();
        publish(1);
        gets(peer, 1, 1);
        peer.peer.unsubscribe("room");
        peer.recover();
        publish(2);

        gets(peer, 0, 2);
        gets(other, 1, 1, 2);
    }

    @Test
    void clientThatIsNotRecoveredBeginsWhole() {
        var peer = subscriber();
        publish(1);
        gets(peer, 1, 1);
        peer.peer.unsubscribe("room");
        publish(2);
        loop.node().removeHistory("room");
        peer.recover();
        publish(3);

        gets(peer, 1, 3);
    }

    @Test
    void whatTheClientHasIsNoBaseWhenItIsNotKeptAnyMore() {
        var peer = subscriber();
        publish(1);
        gets(peer, 1, 1);
        peer.peer.unsubscribe("room");
        loop.advance(Duration.ofMinutes(6));
        peer.recover();
        publish(2);

        gets(peer, 1, 2);
    }

    /// It was announced past the log that began just then: who came back before the log knew of it
    /// was sent a patch against the log's newest entry.
    @Test
    void clientThatGotAnIntruderBesideTheBeginningOfTheLogBeginsWhole() {
        var peers = new ArrayList<PatchingPeer>();
        loop.broker =
                listener ->
                        loop.memoryBroker((channel, message) -> {
                            boolean intrudes =
                                    message instanceof Publication heard && !heard.hasPosition();
                            if (intrudes) {
                                peers.add(subscriber());
                                publish(1);
                            }
                            listener.onMessage(channel, message);
                            if (intrudes) {
                                loop.runTasks();
                                gets(peers.getFirst(), 2, 1, 9);
                                peers.getFirst().peer.unsubscribe("room");
                                peers.getFirst().recover();
                            }
                        });
        publishWithoutHistory(9);
        publish(2);
        gets(peers.getFirst(), 1, 2);
        publish(3);

        gets(peers.getFirst(), 0, 3);
    }

    @Test
    void whatCameDuringRecoveryIsMergedIn() {
        var broker = new HeldBroker(loop);
        var peer = subscriber();
        publish(1);
        gets(peer, 1, 1);
        peer.peer.unsubscribe("room");
        publish(2);
        broker.reads.answersAreOld = true;
        broker.reads.shut();
        peer.recover();
        publish(3);
        publishWithoutHistory(4);
        publish(5);
        broker.reads.open();
        loop.runTasks();
        publish(6);

        var values = peer.values();
        assertThat(values)
                .containsExactly(document(2), document(3), document(5), document(4), document(6));
    }

    // ---- what does not belong

    @Test
    void publicationWithoutAPlaceIsTheNextOnesBase() {
        var peer = subscriber();
        publish(1);
        publishWithoutHistory(2);
        publish(3);
        publish(4);

        assertThat(peer.values())
                .containsExactly(document(1), document(2), document(3), document(4));
    }

    @Test
    void recoveredClientBeginsWholeBehindAnIntruder() {
        var peer = subscriber();
        publish(1);
        gets(peer, 1, 1);
        peer.peer.unsubscribe("room");
        publishWithoutHistory(2);
        peer.recover();
        publish(3);

        gets(peer, 1, 3);
    }

    @Test
    void repeatedPublicationIsNeitherSentNorBuiltOn() {
        var broker = new HeldBroker(loop);
        var peer = subscriber();
        broker.holdAnnouncements();
        publish(1, 2, 3);
        broker.repeatOne();
        broker.releaseOne();
        broker.releaseOne();
        loop.runTasks();
        gets(peer, 1, 1, 2);
        var repeated =
                Publication.of(payload(document(1))).withPatchable(true).at(loop.top("room"), 0);
        broker.forge("room", repeated.at(new StreamPosition(1, loop.top("room").epoch()), 0));
        loop.runTasks();
        broker.releaseAnnouncements();
        loop.runTasks();
        publish(4);

        assertThat(peer.values()).containsExactly(document(3), document(4));
    }

    @Test
    void deltasWithAFilterBringEverything() {
        loop.channel("room", recoverable(50).delta(true).tagsFilter(true));
        var peer = peer().subscribe(",\"tf\":{\"key\":\"c\",\"cmp\":\"eq\",\"val\":\"red\"}");
        peer.values();
        publish(1);
        publish(2);

        gets(peer, 1, 1, 2);
    }

    @Test
    void patchesAreNotSentWhereTheWholeIsSmaller() {
        var peer = subscriber();
        loop.publish("room", "[1]");
        loop.publish("room", "[2]");

        assertThat(peer.values()).containsExactly("[1]", "[2]");
        assertThat(peer.patches()).isZero();
    }

    @Test
    void channelWithoutHistoryHasDeltasToo() {
        loop.channel("room", ChannelOptions.builder().delta(true));
        var peer = subscriber();
        publish(1);
        publish(2);
        var newcomer = subscriber();
        publish(3);

        gets(peer, 1, 1, 2, 3);
        gets(newcomer, 1, 3);
    }
}
