package dev.freshet.engine.testkit;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.RpcReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineIntegrationTest {
    private Engine engine;
    private URI uri;

    @BeforeEach
    void startEngine() {
        engine =
                Engine.builder()
                        .onConnect(event ->
                                Answer.accept(ConnectReply.as(Credentials.ofUser("u1"))).now())
                        .onSubscribe(event ->
                                event.channel().startsWith("secret")
                                        ? Answer.<SubscribeReply>refuse(
                                                        ErrorReply.PERMISSION_DENIED)
                                                .now()
                                        : Answer.accept(SubscribeReply.ok()).now())
                        .onPublish(event -> Answer.accept(PublishReply.ok()).now())
                        .onRpc(event -> Answer.accept(new RpcReply(event.data())).now())
                        .build();
        var address =
                engine.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "/connection/websocket");
        uri = URI.create("ws://127.0.0.1:" + address.getPort() + "/connection/websocket");
    }

    @AfterEach
    void stopEngine() {
        engine.close();
    }

    @Test
    void subscriberGetsWhatIsPublished() throws Exception {
        try (var client = TestClient.connect(uri)) {
            assertThat(client.subscribe("news")).isEqualTo("{\"id\":2,\"subscribe\":{}}");

            engine.node().publish("news", Payload.json("{\n\"a\": [1, 2]}"));

            assertThat(client.next())
                    .isEqualTo(
                            "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"a\": [1, 2]}}}}");
        }
    }

    @Test
    void publisherGetsItsOwnPublicationWithItsInfo() {
        try (var client = TestClient.connect(uri)) {
            client.subscribe("room");

            assertThat(client.command("\"publish\":{\"channel\":\"room\",\"data\":{\"x\":1}}"))
                    .isEqualTo("{\"id\":3,\"publish\":{}}");

            assertThat(client.next())
                    .startsWith(
                            "{\"push\":{\"channel\":\"room\",\"pub\":{\"data\":{\"x\":1},\"info\":{\"user\":\"u1\",\"client\":\"");
        }
    }

    @Test
    void connectAndSubscribeInOneFrameAreAnsweredInOrder() {
        try (var client = TestClient.open(uri)) {
            client.send(
                    "{\"id\":1,\"connect\":{\"name\":\"js\"}}\n"
                            + "{\"id\":2,\"subscribe\":{\"channel\":\"a\",\"flag\":1}}");

            engine.node().hub();
            eventually(() -> assertThat(engine.node().hub().subscriberCount("a")).isEqualTo(1));
        }
        eventually(() -> assertThat(engine.node().hub().channelCount()).isZero());
        eventually(() -> assertThat(engine.connections().clients()).isZero());
    }

    @Test
    void refusedSubscriptionNamesCodeAndReason() {
        try (var client = TestClient.connect(uri)) {
            assertThat(client.subscribe("secret"))
                    .isEqualTo(
                            "{\"id\":2,\"error\":{\"code\":103,\"message\":\"permission"
                                    + " denied\"}}");
        }
    }

    @Test
    void rpcReturnsTheHandlersData() {
        try (var client = TestClient.connect(uri)) {
            assertThat(client.command("\"rpc\":{\"method\":\"echo\",\"data\":\"é\\n\"}"))
                    .isEqualTo("{\"id\":2,\"rpc\":{\"data\":\"é\\n\"}}");
        }
    }

    @Test
    void secondConnectEndsTheConnection() {
        try (var client = TestClient.connect(uri)) {
            client.send("{\"id\":2,\"connect\":{}}");

            assertThat(client.awaitClosed())
                    .isEqualTo(
                            new TestClient.Closed(
                                    3501, "bad request: connect was sent a second time"));
        }
    }
}
