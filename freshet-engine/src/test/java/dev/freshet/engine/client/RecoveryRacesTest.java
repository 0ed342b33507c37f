package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.broker.PublishOptions;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.protocol.Publication;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Publications that come while a client recovers: it gets each once, in order, and none before its
/// reply. What is published is its offset.
class RecoveryRacesTest {
    private final TestLoop loop = new TestLoop();
    private final HeldBroker broker = new HeldBroker(loop);

    @BeforeEach
    void channels() {
        loop.channel("room", recoverable(10));
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            loop.publish("room", Integer.toString(i));
        }
    }

    private void publishWithoutHistory(String json) {
        loop.node().publish("room", Publication.of(payload(json)), PublishOptions.NO_HISTORY);
        loop.runTasks();
    }

    private String since(long offset) {
        return ",\"recover\":true,\"epoch\":\""
                + loop.top("room").epoch()
                + "\",\"offset\":"
                + offset;
    }

    private Peer recovering(long offset) {
        var since = since(offset);
        var peer = loop.connect();
        broker.reads.shut();
        peer.subscribe("room", since);
        return peer;
    }

    private void read() {
        broker.reads.open();
        loop.runTasks();
    }

    private String reply(int offset, int from, int to) {
        var publications = new StringBuilder();
        for (int i = from; i <= to; i++) {
            publications.append(i == from ? "" : ",");
            publications.append("{\"data\":" + i + ",\"offset\":" + i + "}");
        }
        return "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\""
                + loop.top("room").epoch()
                + "\","
                + (from > to ? "" : "\"publications\":[" + publications + "],")
                + "\"recovered\":true,"
                + (offset == 0 ? "" : "\"offset\":" + offset + ",")
                + "\"positioned\":true,\"was_recovering\":true}}";
    }

    // ---- merged

    @Test
    void whatComesBeforeTheReadIsInTheStreamAndNotSentAgain() {
        publish(1, 3);
        var peer = recovering(1);
        publish(4, 5);
        assertThat(peer.taken()).isEmpty();

        read();
        publish(6, 6);

        assertThat(peer.taken()).containsExactly(reply(1, 2, 5), "room=6");
    }

    @Test
    void whatComesBehindTheReadIsMergedIn() {
        publish(1, 3);
        broker.reads.answersAreOld = true;
        var peer = recovering(1);
        publish(4, 5);

        read();
        publish(6, 6);

        assertThat(peer.taken()).containsExactly(reply(1, 2, 5), "room=6");
    }

    @Test
    void whatCameTwiceIsSentOnce() {
        publish(1, 3);
        var peer = recovering(1);
        broker.holdAnnouncements();
        publish(4, 5);
        broker.repeatOne();
        broker.releaseOne();
        broker.repeatOne();
        broker.releaseAnnouncements();
        loop.runTasks();

        read();
        publish(6, 6);

        assertThat(peer.taken()).containsExactly(reply(1, 2, 5), "room=6");
    }

    @Test
    void whatIsAnnouncedOnlyBehindTheReplyIsNotSentAgain() {
        publish(1, 3);
        var peer = recovering(1);
        broker.holdAnnouncements();
        publish(4, 5);
        read();
        assertThat(peer.taken()).containsExactly(reply(1, 2, 5));

        broker.releaseAnnouncements();
        publish(6, 6);

        assertThat(peer.taken()).containsExactly("room=6");
    }

    @Test
    void nothingMissedButSomethingCame() {
        publish(1, 3);
        broker.reads.answersAreOld = true;
        var peer = recovering(3);
        publish(4, 4);

        read();

        assertThat(peer.taken()).containsExactly(reply(3, 4, 4));
    }

    @Test
    void nothingMissedAndNothingCame() {
        publish(1, 3);
        var peer = recovering(3);

        read();

        assertThat(peer.taken()).containsExactly(reply(3, 1, 0));
    }

    @Test
    void publicationsWithoutAPlaceFollowTheReply() {
        publish(1, 3);
        broker.reads.answersAreOld = true;
        var peer = recovering(2);
        publishWithoutHistory("\"aside\"");
        publish(4, 4);
        publishWithoutHistory("\"again\"");

        read();

        assertThat(peer.taken())
                .containsExactly(reply(2, 3, 4), "room=\"aside\"", "room=\"again\"");
    }

    @Test
    void joinsFollowTheReply() {
        loop.channel("room", recoverable(10).joinLeave(true));
        publish(1, 1);
        broker.reads.answersAreOld = true;
        var peer = recovering(1);
        var joins = loop.connect();
        loop.handlers.subscribe(event ->
                Answer.accept(
                                SubscribeReply.ok()
                                        .withOptions(
                                                ChannelOptions.builder().joinLeave(true).build()))
                        .now());
        joins.subscribe("room", "");
        publish(2, 2);
        assertThat(peer.taken()).isEmpty();

        read();

        assertThat(peer.taken())
                .containsExactly(
                        reply(1, 2, 2), "room=+" + joins.client.id(), "room=+" + peer.client.id());
    }

    // ---- not to be merged

    @Test
    void holeInWhatCameEndsTheConnection() {
        publish(1, 3);
        broker.reads.answersAreOld = true;
        var peer = recovering(1);
        broker.holdAnnouncements();
        publish(4, 5);
        broker.loseOne();
        broker.releaseAnnouncements();
        loop.runTasks();

        read();

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3010);
    }

    @Test
    void holeInWhatCameEndsTheConnectionAlsoWithoutRecovery() {
        publish(1, 3);
        broker.reads.answersAreOld = true;
        var peer = loop.connect();
        broker.reads.shut();
        peer.subscribe("room", "");
        broker.holdAnnouncements();
        publish(4, 5);
        broker.loseOne();
        broker.releaseAnnouncements();
        loop.runTasks();

        read();

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3010);
    }

    @Test
    void whatCameIsSentBehindAReplyThatRecoveredNothing() {
        loop.channel("room", recoverable(2));
        publish(1, 5);
        broker.reads.answersAreOld = true;
        var peer = recovering(1);
        publish(6, 7);

        read();

        assertThat(peer.taken())
                .hasSize(3)
                .endsWith("room=6", "room=7")
                .first()
                .asString()
                .contains("\"offset\":5,\"positioned\":true,\"was_recovering\":true")
                .doesNotContain("recovered\"");
    }

    @Test
    void newcomerGetsWhatCameBehindItsPosition() {
        publish(1, 2);
        broker.reads.answersAreOld = true;
        var peer = loop.connect();
        broker.reads.shut();
        peer.subscribe("room", "");
        publish(3, 4);

        read();

        assertThat(peer.taken())
                .hasSize(3)
                .endsWith("room=3", "room=4")
                .first()
                .asString()
                .contains("\"offset\":2,");
    }

    @Test
    void moreThanMayBeHeldBackEndsTheConnection() {
        loop.maxQueuedBytes = 100;
        var peer = recovering(0);
        peer.taken();
        for (int i = 0; i < 11; i++) {
            loop.publish("room", "1234567890");
        }

        assertThat(peer.closeCode()).isEqualTo(3008);
        read();
        assertThat(peer.taken()).isEmpty();
    }

    // ---- several at once

    @Test
    void eachOfThoseThatRecoverAtOnceGetsItsOwn() {
        publish(1, 5);
        var since = IntStream.range(0, 5).mapToObj(this::since).toList();
        var peers = since.stream().map(each -> loop.connect()).toList();
        broker.reads.shut();
        for (int i = 0; i < 5; i++) {
            peers.get(i).subscribe("room", since.get(i));
        }
        publish(6, 6);

        read();

        for (int i = 0; i < 5; i++) {
            assertThat(peers.get(i).taken()).containsExactly(reply(i, i + 1, 6));
        }
    }

    @Test
    void cacheSendsOnlyTheNewestOfWhatCame() {
        loop.channel("room", recoverable(10).recovery(Recovery.CACHE));
        publish(1, 3);
        broker.reads.answersAreOld = true;
        var peer = recovering(1);
        publish(4, 6);

        read();
        publish(7, 7);

        assertThat(peer.taken())
                .hasSize(2)
                .endsWith("room=7")
                .first()
                .asString()
                .contains("\"publications\":[{\"data\":6,\"offset\":6}],\"recovered\":true");
    }

    @Test
    void brokerIsSubscribedBeforeTheStreamIsRead() {
        publish(1, 2);
        var since = since(1);
        int reads = broker.reads.calls();
        broker.subscribes.shut();
        var peer = loop.connect();
        peer.subscribe("room", since);
        publish(3, 3);
        assertThat(broker.reads.calls()).isEqualTo(reads);

        broker.subscribes.open();
        loop.runTasks();

        assertThat(peer.taken()).containsExactly(reply(1, 2, 3));
    }
}
