package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.payload;
import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.StreamPosition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Subscriptions that the server makes while a client is connected.
class ServerSubscriptionsTest {
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private static void subscribe(Peer peer, String channel) {
        peer.client.subscribe(channel, SubscribeReply.ok(), null);
    }

    @Test
    void clientIsToldAndGetsWhatComes() {
        var peer = loop.connect();
        peer.client.subscribe("a", SubscribeReply.ok().withData(payload("{\"a\":1}")), null);
        loop.publish("a", "1");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"push\":{\"channel\":\"a\",\"subscribe\":{\"data\":{\"a\":1}}}}", "a=1");
    }

    @Test
    void positionIsToldWithThePush() {
        loop.channel("a", recoverable(10));
        loop.publish("a", "1");
        var peer = loop.connect();
        subscribe(peer, "a");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"push\":{\"channel\":\"a\",\"subscribe\":{\"recoverable\":true,"
                                + "\"epoch\":\""
                                + loop.top("a").epoch()
                                + "\",\"offset\":1,\"positioned\":true}}}");
    }

    @Test
    void whatWasMissedFollowsThePush() {
        loop.channel("a", recoverable(10));
        loop.publish("a", "1");
        loop.publish("a", "2");
        loop.publish("a", "3");
        var peer = loop.connect();
        var since = new StreamPosition(1, loop.top("a").epoch());
        peer.client.subscribe("a", SubscribeReply.ok(), since);
        loop.publish("a", "4");

        assertThat(peer.taken())
                .hasSize(4)
                .endsWith("a=2", "a=3", "a=4")
                .first()
                .asString()
                .contains("\"offset\":1,");
    }

    @Test
    void whatCannotBeRecoveredBeginsAtTheTop() {
        loop.channel("a", recoverable(1));
        loop.publish("a", "1");
        loop.publish("a", "2");
        loop.publish("a", "3");
        var peer = loop.connect();
        var since = new StreamPosition(1, loop.top("a").epoch());
        peer.client.subscribe("a", SubscribeReply.ok(), since);
        loop.publish("a", "4");

        assertThat(peer.taken())
                .hasSize(2)
                .endsWith("a=4")
                .first()
                .asString()
                .contains("\"offset\":3,");
    }

    @Test
    void cachesNewestFollowsThePush() {
        loop.channel("a", recoverable(1).recovery(Recovery.CACHE));
        loop.publish("a", "1");
        loop.publish("a", "2");
        var peer = loop.connect();
        peer.client.subscribe("a", SubscribeReply.ok(), new StreamPosition(0, "other"));

        assertThat(peer.taken()).hasSize(2).last().isEqualTo("a=2");
    }

    @Test
    void whatTheClientHasIsToldAgainWithItsPlace() {
        loop.channel("a", recoverable(10));
        var peer = loop.connect();
        subscribe(peer, "a");
        loop.publish("a", "1");
        peer.taken();

        peer.client.subscribe("a", SubscribeReply.ok().withData(payload("1")), null);
        loop.publish("a", "2");

        assertThat(peer.taken())
                .containsExactly(
                        "{\"push\":{\"channel\":\"a\",\"subscribe\":{\"recoverable\":true,"
                                + "\"epoch\":\""
                                + loop.top("a").epoch()
                                + "\",\"offset\":1,\"positioned\":true}}}",
                        "a=2");
    }

    @Test
    void clientsOwnSubscriptionStaysItsOwn() {
        var peer = loop.connect().subscribe("a");
        subscribe(peer, "a");

        assertThat(peer.taken()).containsExactly("{\"push\":{\"channel\":\"a\",\"subscribe\":{}}}");
        peer.client.forEachSubscription(
                subscription -> assertThat(subscription.isServerSide()).isFalse());
        assertThat(loop.metrics.subscriptions()).hasValue(1);
    }

    @Test
    void clientsSubscribeToTheServersChannelIsRefused() {
        var peer = loop.connect();
        subscribe(peer, "a");
        peer.taken();
        peer.subscribe("a", "");

        assertThat(peer.taken()).singleElement().asString().contains("\"code\":105");
    }

    @Test
    void oneTooManyEndsTheConnection() {
        loop.otherLimits = loop.otherLimits.toBuilder().maxSubscriptions(2).build();
        var peer = loop.connect().subscribe("a");
        subscribe(peer, "b");
        assertThat(peer.closeCode()).isZero();

        subscribe(peer, "c");

        assertThat(peer.closeCode()).isEqualTo(3505);
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void onlyConnectedClientsAreSubscribed() {
        var open = loop.open();
        subscribe(open, "a");
        var closed = loop.connect();
        closed.client.onClosed();
        subscribe(closed, "a");

        assertThat(loop.node().hub().channelCount()).isZero();
    }

    @Test
    void expiredOneIsNotMade() {
        var peer = loop.connect();
        var past = Expiry.refreshedByServer(TestLoop.START.minusSeconds(1));
        peer.client.subscribe("a", SubscribeReply.ok().withExpiry(past), null);

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isZero();
        assertThat(loop.node().hub().channelCount()).isZero();
    }

    /// What was missed was written without a look at whether it is JSON, and for a connection that
    /// was closed by then.
    @Test
    void missedPublicationsThatAreNotJsonEndTheConnection() {
        loop.channel("a", recoverable(10));
        loop.node().publish("a", Payload.ofBytes(new byte[] {1, 2}));
        var since = new StreamPosition(0, loop.top("a").epoch());
        var json = loop.connect(TestWire.JSON);
        var protobuf = loop.connect(TestWire.PROTOBUF);

        json.client.subscribe("a", SubscribeReply.ok(), since);
        protobuf.client.subscribe("a", SubscribeReply.ok(), since);

        assertThat(json.taken()).isEmpty();
        assertThat(json.closeCode()).isEqualTo(3506);
        assertThat(protobuf.closeCode()).isZero();
        assertThat(protobuf.taken()).hasSize(2);
    }

    @Test
    void dataThatIsNotJsonEndsTheConnectionAndNothingFollows() {
        loop.channel("a", recoverable(10));
        loop.publish("a", "1");
        var since = new StreamPosition(0, loop.top("a").epoch());
        var peer = loop.connect();
        peer.transport.writable = false;
        var data = Payload.ofBytes(new byte[] {1, 2});
        peer.client.subscribe("a", SubscribeReply.ok().withData(data), since);

        assertThat(peer.closeCode()).isEqualTo(3506);
        assertThat(peer.taken()).isEmpty();
        assertThat(peer.client.heldBytes()).isZero();
    }
}
