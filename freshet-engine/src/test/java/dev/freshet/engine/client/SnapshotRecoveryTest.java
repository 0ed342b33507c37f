package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Channels with a state that new subscribers are given and with a history that others recover
/// from. The state is the number of the last publication, which is also its data and its offset.
class SnapshotRecoveryTest {
    private final TestLoop loop = new TestLoop();
    private final List<Boolean> taken = new ArrayList<>();
    private Runnable beforeSnapshot = () -> {};
    private Runnable behindSnapshot = () -> {};
    private long number;

    @BeforeEach
    void channels() {
        loop.channel("room", recoverable(50));
        loop.subscribe =
                event -> Answer.accept(SubscribeReply.ok().withSnapshot(this::snapshot)).now();
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Snapshot snapshot(boolean recovered) {
        beforeSnapshot.run();
        taken.add(recovered);
        var snapshot = new Snapshot(payload("\"state " + number + "\""), number);
        behindSnapshot.run();
        return snapshot;
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            number++;
            var data = payload(Long.toString(number));
            loop.node().publish("room", Publication.of(data, null, number));
        }
    }

    private void publishAndSend(int count) {
        publish(count);
        loop.runTasks();
    }

    private void publishUnnumbered() {
        loop.node().publish("room", payload("\"unnumbered\""));
    }

    private static long offset(String reply) {
        int at = reply.indexOf("\"offset\":", reply.indexOf("\"epoch\"")) + 9;
        return Long.parseLong(reply.substring(at).replaceAll("[^0-9].*", ""));
    }

    private void recover(Peer peer, long offset) {
        peer.subscribe(
                "room",
                ",\"recover\":true,\"offset\":"
                        + offset
                        + ",\"epoch\":\""
                        + loop.top("room").epoch()
                        + "\"");
    }

    // ---- new subscribers

    @Test
    void placeInTheReplyIsThatOfTheSnapshot() {
        publishAndSend(3);
        beforeSnapshot = () -> publish(2);
        behindSnapshot = () -> publish(4);
        var peer = loop.connect();
        peer.subscribe("room", "");

        var lines = peer.taken();
        assertThat(lines.getFirst()).contains("\"data\":\"state 5\"");
        assertThat(offset(lines.getFirst())).isEqualTo(5);
        assertThat(lines.subList(1, lines.size()))
                .isEqualTo(List.of("room=6", "room=7", "room=8", "room=9"));
    }

    @Test
    void placeIsFoundAlsoWhenMuchCameBehindTheSnapshot() {
        beforeSnapshot = () -> publish(2);
        behindSnapshot = () -> publish(40);
        var peer = loop.connect();
        peer.subscribe("room", "");

        var lines = peer.taken();
        assertThat(offset(lines.getFirst())).isEqualTo(2);
        assertThat(lines).hasSize(41).endsWith("room=42");
    }

    @Test
    void recoveryFromThePlaceInTheReplyRepeatsNothing() {
        beforeSnapshot = () -> publish(2);
        behindSnapshot = () -> publish(3);
        var peer = loop.connect();
        peer.subscribe("room", "");
        long offset = offset(peer.taken().getFirst());
        peer.client.onClosed();
        beforeSnapshot = () -> {};
        behindSnapshot = () -> {};

        var again = loop.connect();
        recover(again, offset);

        assertThat(again.taken())
                .singleElement()
                .asString()
                .contains(
                        "[{\"data\":3,\"offset\":3},{\"data\":4,\"offset\":4},"
                                + "{\"data\":5,\"offset\":5}]",
                        "\"recovered\":true");
    }

    /// What the snapshot could be placed by had gone: everything that came behind it was skipped.
    @Test
    void nothingIsLostWhenHistoryGoesBehindTheSnapshot() {
        publishAndSend(3);
        behindSnapshot =
                () -> {
                    publish(2);
                    loop.node().removeHistory("room");
                };
        var peer = loop.connect();
        peer.subscribe("room", "");

        var lines = peer.taken();
        assertThat(offset(lines.getFirst())).isEqualTo(3);
        assertThat(lines.subList(1, lines.size())).isEqualTo(List.of("room=4", "room=5"));
    }

    /// Of more publications than are kept those were skipped that had gone already.
    @Test
    void nothingIsLostWhenHistoryIsTrimmedBehindTheSnapshot() {
        loop.channel("room", recoverable(2));
        publishAndSend(3);
        behindSnapshot = () -> publish(5);
        var peer = loop.connect();
        peer.subscribe("room", "");

        var lines = peer.taken();
        assertThat(offset(lines.getFirst())).isEqualTo(3);
        assertThat(lines.subList(1, lines.size()))
                .isEqualTo(List.of("room=4", "room=5", "room=6", "room=7", "room=8"));
    }

    /// What is not numbered is in no snapshot; it was taken for the oldest of all.
    @Test
    void publicationThatIsNotNumberedIsNotTakenForPartOfTheSnapshot() {
        publishAndSend(2);
        behindSnapshot =
                () -> {
                    publish(1);
                    publishUnnumbered();
                };
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(offset(peer.transport.sent.getFirst())).isEqualTo(2);
        assertThat(peer.taken()).hasSize(3).endsWith("room=3", "room=\"unnumbered\"");
    }

    @Test
    void publicationsBeforeTheSubscribeThatAreNotNumberedAreNotExpectedAgain() {
        publishAndSend(2);
        publishUnnumbered();
        loop.runTasks();
        var peer = loop.connect();
        peer.subscribe("room", "");
        publishAndSend(1);

        assertThat(offset(peer.transport.sent.getFirst())).isEqualTo(3);
        assertThat(peer.taken()).hasSize(2).endsWith("room=3");
    }

    // ---- those that recover

    /// A snapshot that says how far it goes made the engine skip what the client had still to get:
    /// who recovers gets publications, and no state that holds them.
    @Test
    void recoveredClientGetsAllThatCameBehindTheReadToo() {
        publishAndSend(3);
        beforeSnapshot = () -> publish(2);
        behindSnapshot = () -> publish(1);
        var peer = loop.connect();
        recover(peer, 2);

        assertThat(taken).containsExactly(true);
        assertThat(peer.taken())
                .hasSize(4)
                .endsWith("room=4", "room=5", "room=6")
                .first()
                .asString()
                .contains("[{\"data\":3,\"offset\":3}]", "\"recovered\":true,\"offset\":2,");
    }

    @Test
    void recoveredClientGetsWhatCameMeanwhileMergedIn() {
        var broker = new HeldBroker(loop);
        publishAndSend(3);
        var epoch = loop.top("room").epoch();
        broker.reads.answersAreOld = true;
        broker.reads.shut();
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true,\"offset\":2,\"epoch\":\"" + epoch + "\"");
        publishAndSend(2);
        broker.reads.open();
        loop.runTasks();
        publishAndSend(1);

        assertThat(peer.taken())
                .hasSize(2)
                .endsWith("room=6")
                .first()
                .asString()
                .contains(
                        "[{\"data\":3,\"offset\":3},{\"data\":4,\"offset\":4},"
                                + "{\"data\":5,\"offset\":5}]");
    }

    @Test
    void clientThatCannotRecoverGetsTheState() {
        loop.channel("room", recoverable(2));
        publishAndSend(5);
        beforeSnapshot = () -> publish(1);
        var peer = loop.connect();
        recover(peer, 1);

        assertThat(taken).containsExactly(false);
        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"data\":\"state 6\"", "\"offset\":6,", "\"was_recovering\":true")
                .doesNotContain("\"recovered\":true");
    }

    @Test
    void sourceIsToldWhereAClientIsThatCannotRecover() {
        loop.channel("room", recoverable(2));
        publishAndSend(5);
        var places = new ArrayList<StreamPosition>();
        var source =
                new SnapshotSource() {
                    @Override
                    public Snapshot take(boolean recovered) {
                        return snapshot(recovered);
                    }

                    @Override
                    public Snapshot takeBehind(StreamPosition known) {
                        places.add(known);
                        return new Snapshot(payload("\"the rest\""), number);
                    }
                };
        loop.subscribe = event -> Answer.accept(SubscribeReply.ok().withSnapshot(source)).now();
        var late = loop.connect();
        recover(late, 1);
        var stranger = loop.connect();
        stranger.subscribe("room", ",\"recover\":true,\"offset\":7,\"epoch\":\"gone\"");
        var fresh = loop.connect();
        fresh.subscribe("room", "");

        assertThat(places)
                .containsExactly(
                        new StreamPosition(1, loop.top("room").epoch()),
                        new StreamPosition(7, "gone"));
        assertThat(late.taken()).singleElement().asString().contains("\"data\":\"the rest\"");
        assertThat(fresh.taken()).singleElement().asString().contains("\"data\":\"state 5\"");
    }

    @Test
    void clientThatIsRefusedTakesNoState() {
        publishAndSend(5);
        var peer = loop.connect();
        peer.subscribe("room", ",\"recover\":true,\"offset\":9,\"flag\":2");

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":112");
        assertThat(taken).isEmpty();
    }

    // ---- without positions

    /// The place was told although the subscription has none.
    @Test
    void subscriptionWithoutPositionsIsToldNone() {
        loop.channel("room", recoverable(50).recovery(Recovery.NONE));
        publishAndSend(3);
        beforeSnapshot = () -> publish(1);
        behindSnapshot = () -> publish(1);
        var peer = loop.connect();
        peer.subscribe("room", "");

        assertThat(peer.taken())
                .containsExactly("{\"id\":2,\"subscribe\":{\"data\":\"state 4\"}}", "room=5");
    }
}
