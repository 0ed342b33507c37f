package dev.freshet.engine.client;

import static dev.freshet.engine.client.TestLoop.recoverable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.protocol.Payload;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Payloads that are not JSON: connections that speak JSON end with 3506, Protobuf ones get them.
class NotJsonTest {
    private static final Payload BYTES = Payload.ofBytes(new byte[] {'n', 'o', '{'});

    private final TestLoop loop = new TestLoop();

    @BeforeEach
    void handlers() {
        loop.handlers.history(event -> Answer.accept(HistoryReply.ok()).now());
        loop.handlers.presence(event -> Answer.accept(PresenceReply.ok()).now());
    }

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private void publish(Payload data) {
        loop.node().publish("room", data);
        loop.runTasks();
    }

    private static void ends(Peer peer) {
        assertThat(peer.closeCode()).isEqualTo(3506);
        assertThat(peer.closeReason()).contains("not JSON; connect with Protobuf");
        assertThat(peer.taken()).isEmpty();
    }

    @Test
    void publicationEndsJsonSubscribersAndReachesTheOthers() {
        var json = loop.connect(TestWire.JSON).subscribe("room");
        var other = loop.connect(TestWire.JSON).subscribe("room");
        var protobuf = loop.connect(TestWire.PROTOBUF).subscribe("room");
        publish(BYTES);
        loop.publish("room", "2");

        ends(json);
        ends(other);
        assertThat(protobuf.taken())
                .containsExactly(
                        "{\"push\":{\"channel\":\"room\",\"pub\":{\"data\":no{}}}",
                        "{\"push\":{\"channel\":\"room\",\"pub\":{\"data\":2}}}");
    }

    @Test
    void whatIsPublishedInFrontOfItIsStillSent() {
        var json = loop.connect(TestWire.JSON).subscribe("room");
        loop.node().publish("room", TestLoop.payload("1"));
        loop.node().publish("room", BYTES);
        loop.node().publish("room", TestLoop.payload("3"));
        loop.runTasks();

        assertThat(json.taken())
                .containsExactly("{\"push\":{\"channel\":\"room\",\"pub\":{\"data\":1}}}");
        assertThat(json.closeCode()).isEqualTo(3506);
    }

    @Test
    void subscriptionInTheMakingEndsToo() {
        var broker = new HeldBroker(loop);
        loop.channel("room", recoverable(10));
        var json = loop.connect(TestWire.JSON);
        broker.reads.shut();
        json.subscribe("room", "");
        publish(BYTES);

        ends(json);
        broker.reads.open();
        loop.runTasks();
        assertThat(json.taken()).isEmpty();
    }

    @Test
    void recoveredPublicationEndsTheConnection() {
        loop.channel("room", recoverable(10));
        publish(BYTES);
        var json = loop.connect(TestWire.JSON);
        var protobuf = loop.connect(TestWire.PROTOBUF);
        json.subscribe("room", ",\"recover\":true");
        protobuf.subscribe("room", ",\"recover\":true");

        ends(json);
        assertThat(protobuf.taken()).singleElement().asString().contains("\"data\":no{");
    }

    @Test
    void historyEndsTheConnection() {
        loop.channel("room", recoverable(10));
        publish(BYTES);
        var json = loop.connect(TestWire.JSON);
        var protobuf = loop.connect(TestWire.PROTOBUF);
        json.command("\"history\":{\"channel\":\"room\",\"limit\":-1}");
        protobuf.command("\"history\":{\"channel\":\"room\",\"limit\":-1}");

        ends(json);
        assertThat(protobuf.taken()).singleElement().asString().contains("\"data\":no{");
    }

    @Test
    void historyWithoutItIsNoHarm() {
        loop.channel("room", recoverable(10));
        publish(BYTES);
        loop.publish("room", "2");
        var json = loop.connect(TestWire.JSON);
        json.command("\"history\":{\"channel\":\"room\",\"limit\":1,\"reverse\":true}");

        assertThat(json.taken()).singleElement().asString().contains("{\"data\":2,\"offset\":2}");
    }

    @Test
    void rpcEndsTheConnection() {
        loop.rpc = event -> Answer.accept(new RpcReply(BYTES)).now();
        var json = loop.connect(TestWire.JSON);
        var protobuf = loop.connect(TestWire.PROTOBUF);
        json.command("\"rpc\":{}");
        protobuf.command("\"rpc\":{}");

        ends(json);
        assertThat(protobuf.taken()).containsExactly("{\"id\":2,\"rpc\":{\"data\":no{}}");
    }

    @Test
    void messageEndsTheConnection() {
        var json = loop.connect(TestWire.JSON);
        var protobuf = loop.connect(TestWire.PROTOBUF);
        json.client.send(BYTES);
        protobuf.client.send(BYTES);

        ends(json);
        assertThat(protobuf.taken()).containsExactly("{\"push\":{\"message\":{\"data\":no{}}}");
    }

    @Test
    void connectDataEndsTheConnection() {
        loop.connect =
                event ->
                        Answer.accept(
                                        ConnectReply.as(Credentials.ofUser("u"))
                                                .withData(BYTES)
                                                .withSubscriptions(
                                                        Map.of("room", SubscribeReply.ok())))
                                .now();
        var json = loop.open(TestWire.JSON);
        var protobuf = loop.open(TestWire.PROTOBUF);
        json.command("\"connect\":{}");
        protobuf.command("\"connect\":{}");

        ends(json);
        assertThat(protobuf.taken()).singleElement().asString().contains("\"data\":no{");
    }

    // ---- about clients

    private Peer withInfo(TestWire wire) {
        loop.channel("room", ChannelOptions.builder().presence(true).joinLeave(true));
        var peer = new Peer(loop, new Credentials("u", BYTES, null), false, wire);
        peer.connect();
        return peer;
    }

    @Test
    void joinEndsJsonSubscribersThatAreToldOfJoins() {
        loop.channel("room", ChannelOptions.builder().joinLeave(true));
        var json = loop.connect(TestWire.JSON).subscribe("room");
        loop.channel("room", ChannelOptions.builder());
        var untold = loop.connect(TestWire.JSON).subscribe("room");
        json.taken();
        var protobuf = withInfo(TestWire.PROTOBUF);
        protobuf.subscribe("room", "");

        ends(json);
        assertThat(untold.closeCode()).isZero();
        assertThat(protobuf.taken()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void presenceEndsTheConnection() {
        withInfo(TestWire.PROTOBUF).subscribe("room");
        var json = loop.connect(TestWire.JSON);
        json.command("\"presence\":{\"channel\":\"room\"}");

        ends(json);
    }

    @Test
    void infoOfAPublisherEndsJsonSubscribers() {
        loop.channel("room", ChannelOptions.builder());
        var json = loop.connect(TestWire.JSON).subscribe("room");
        var protobuf = new Peer(loop, new Credentials("u", BYTES, null), false, TestWire.PROTOBUF);
        protobuf.connect();
        protobuf.command("\"publish\":{\"channel\":\"room\",\"data\":1}");

        ends(json);
        assertThat(protobuf.taken()).containsExactly("{\"id\":2,\"publish\":{}}");
    }
}
