package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Subscriptions that the server makes with the connect command: all of them or none.
class ConnectSubscriptionsTest {
    private final TestLoop loop = new TestLoop();
    private final HeldBroker broker = new HeldBroker(loop);

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Peer open(String... channels) {
        var replies = new LinkedHashMap<String, SubscribeReply>();
        for (var channel : channels) {
            replies.put(channel, SubscribeReply.ok());
        }
        return open(replies);
    }

    private Peer open(Map<String, SubscribeReply> replies) {
        loop.connect =
                event ->
                        Answer.accept(
                                        ConnectReply.as(Credentials.ofUser("u"))
                                                .withSubscriptions(replies))
                                .now();
        return loop.open();
    }

    private static String reply(Peer peer, String rest) {
        return "{\"id\":1,\"connect\":{\"client\":\"" + peer.client.id() + "\"," + rest + "}}";
    }

    private String pings() {
        return ",\"ping\":25,\"pong\":true";
    }

    // ---- all

    @Test
    void subscriptionsAreInTheReplyAndAtWorkBehindIt() {
        loop.channel("b", recoverable(10));
        var peer = open("a", "b");
        peer.command("\"connect\":{}");
        loop.publish("a", "1");

        var epoch = loop.top("b").epoch();
        assertThat(peer.taken())
                .containsExactly(
                        reply(
                                peer,
                                "\"subs\":{\"a\":{},\"b\":{\"recoverable\":true,\"epoch\":\""
                                        + epoch
                                        + "\",\"positioned\":true}}"
                                        + pings()),
                        "a=1");
    }

    @Test
    void nothingOvertakesTheConnectReply() {
        loop.channel("b", recoverable(10));
        var peer = open("a", "b");
        broker.reads.shut();
        peer.command("\"connect\":{}");
        loop.publish("a", "1");
        loop.publish("b", "2");
        loop.publish("a", "3");
        assertThat(peer.taken()).isEmpty();
        assertThat(peer.client.isConnected()).isFalse();

        broker.reads.open();
        loop.runTasks();

        assertThat(peer.taken())
                .hasSize(3)
                .endsWith("a=1", "a=3")
                .first()
                .asString()
                .startsWith("{\"id\":1,\"connect\"");
    }

    @Test
    void commandsOfTheSameFrameWaitForTheSubscriptions() {
        var peer = open("a");
        broker.subscribes.shut();
        peer.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"a\"}}");
        assertThat(peer.taken()).isEmpty();
        assertThat(peer.transport.reading).isFalse();

        broker.subscribes.open();
        loop.runTasks();

        assertThat(peer.taken()).hasSize(2).last().asString().contains("\"id\":2", "\"code\":105");
        assertThat(peer.transport.reading).isTrue();
    }

    @Test
    void clientGetsWhatItMissedWithTheReply() {
        loop.channel("b", recoverable(10));
        loop.publish("b", "1");
        loop.publish("b", "2");
        var epoch = loop.top("b").epoch();
        var peer = open("b");
        peer.command(
                "\"connect\":{\"subs\":{\"b\":{\"recover\":true,\"offset\":1,\"epoch\":\""
                        + epoch
                        + "\"},\"not mine\":{\"recover\":true}}}");

        assertThat(peer.taken())
                .containsExactly(
                        reply(
                                peer,
                                "\"subs\":{\"b\":{\"recoverable\":true,\"epoch\":\""
                                        + epoch
                                        + "\",\"publications\":[{\"data\":2,\"offset\":2}],"
                                        + "\"recovered\":true,\"offset\":1,\"positioned\":true,"
                                        + "\"was_recovering\":true}}"
                                        + pings()));
    }

    /// Any name was taken for fossil.
    @Test
    void unknownDeltaOfTheRequestIsNotGranted() {
        loop.channel("a", ChannelOptions.builder().delta(true));
        var peer = open("a");
        peer.command("\"connect\":{\"subs\":{\"a\":{\"delta\":\"other\"}}}");

        assertThat(peer.taken()).containsExactly(reply(peer, "\"subs\":{\"a\":{}}" + pings()));
    }

    // ---- or none

    @Test
    void oneThatExpiredRefusesTheConnectAndUndoesTheOthers() {
        loop.channel("a", ChannelOptions.builder().presence(true).joinLeave(true));
        var watcher = loop.connect().subscribe("a");
        watcher.taken();
        var expired = SubscribeReply.ok().withExpiry(Expiry.refreshedByServer(TestLoop.START));
        loop.handlers.connect(event ->
                Answer.accept(
                                ConnectReply.as(Credentials.ofUser("u"))
                                        .withSubscriptions(
                                                Map.of("a", SubscribeReply.ok(), "b", expired)))
                        .now());
        var peer = loop.open();
        peer.command("\"connect\":{}");

        assertThat(peer.taken()).singleElement().asString().contains("\"id\":1", "\"code\":110");
        assertThat(peer.transport.abandoned).isTrue();
        assertThat(watcher.taken()).isEmpty();
        assertThat(loop.node().hub().channels()).containsExactly("a");
        assertThat(loop.connections.clients()).isEqualTo(1);
    }

    @Test
    void oneThatTheBrokerFailsEndsTheConnectionAndUndoesTheOthers() {
        var peer = open("a", "b", "c");
        broker.subscribes.shut();
        peer.command("\"connect\":{}");
        broker.subscribes.letOneThrough();
        broker.subscribes.failOne();
        loop.runTasks();
        assertThat(peer.closeCode()).isZero();

        broker.subscribes.letOneThrough();
        loop.runTasks();

        assertThat(peer.closeCode()).isEqualTo(3004);
        assertThat(peer.taken()).isEmpty();
        assertThat(loop.node().hub().channelCount()).isZero();
        assertThat(loop.disconnected).isEmpty();
        assertThat(loop.unsubscribed).isEmpty();
    }

    @Test
    void closeWhileSubscriptionsAreMadeLeavesNothing() {
        var peer = open("a", "b");
        broker.subscribes.shut();
        peer.command("\"connect\":{}");
        broker.subscribes.letOneThrough();

        peer.client.onClosed();
        broker.subscribes.open();
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(loop.disconnected).isEmpty();
    }

    @Test
    void moreThanAConnectionMayHaveEndIt() {
        loop.otherLimits = loop.otherLimits.toBuilder().maxSubscriptions(2).build();
        var peer = open("a", "b", "c");
        peer.command("\"connect\":{}");

        assertThat(peer.closeCode()).isEqualTo(3505);
        assertThat(peer.closeReason()).contains("2 subscriptions");
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void serversSubscriptionsTakePlaceFromTheClients() {
        loop.otherLimits = loop.otherLimits.toBuilder().maxSubscriptions(2).build();
        var peer = open("a", "b");
        peer.command("\"connect\":{}");
        peer.taken();
        peer.subscribe("c", "");

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":106");
    }

    // ---- later

    @Test
    void holeInOneEndsTheConnection() {
        loop.channel("b", recoverable(10));
        var peer = open("a", "b");
        peer.command("\"connect\":{}");
        peer.taken();
        broker.holdAnnouncements();
        loop.publish("b", "1");
        loop.publish("b", "2");
        broker.loseOne();

        broker.releaseAnnouncements();
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3010);
        assertThat(loop.metrics.insufficientStates().sum()).isEqualTo(1);
    }

    @Test
    void holeWhileTheReplyIsMadeEndsTheConnection() {
        loop.channel("b", recoverable(10));
        var peer = open("b");
        broker.reads.shut();
        broker.reads.answersAreOld = true;
        peer.command("\"connect\":{}");
        broker.holdAnnouncements();
        loop.publish("b", "1");
        loop.publish("b", "2");
        broker.loseOne();
        broker.releaseAnnouncements();
        loop.runTasks();

        broker.reads.open();
        loop.runTasks();

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(3010);
    }

    @Test
    void expiredOneEndsTheConnection() {
        loop.pongTimeout = Duration.ZERO;
        var at = TestLoop.START.plusSeconds(10);
        var peer = open(Map.of("a", SubscribeReply.ok().withExpiry(Expiry.refreshedByServer(at))));
        peer.command("\"connect\":{}");
        for (int second = 0; second < 35; second++) {
            loop.advance(Duration.ofSeconds(1));
            assertThat(peer.closeCode()).isZero();
        }

        for (int second = 0; second < 30; second++) {
            loop.advance(Duration.ofSeconds(1));
        }

        assertThat(peer.closeCode()).isEqualTo(3006);
    }

    @Test
    void clientMayUnsubscribeFromOne() {
        var peer = open("a");
        peer.command("\"connect\":{}");
        peer.taken();
        peer.unsubscribe("a");
        loop.publish("a", "1");

        assertThat(peer.taken()).containsExactly("{\"id\":2,\"unsubscribe\":{}}");
    }

    @Test
    void snapshotsComeWithTheReply() {
        var peer =
                open(
                        Map.of(
                                "a",
                                SubscribeReply.ok()
                                        .withSnapshot(
                                                recovered -> new Snapshot(payload("[7]"), 7))));
        peer.command("\"connect\":{}");

        assertThat(peer.taken())
                .containsExactly(reply(peer, "\"subs\":{\"a\":{\"data\":[7]}}" + pings()));
        assertThat(loop.top("a")).isNotEqualTo(StreamPosition.NONE);
    }
}
