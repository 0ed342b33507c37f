package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnidirectionalTest {
    private static final String UPGRADE =
            """
            GET /connection/uni_websocket%s HTTP/1.1\r
            Host: h\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    private final FrontHarness front = new FrontHarness();

    @AfterEach
    void endConnection() {
        front.close();
    }

    private static String query(String connect) {
        return "?cf_connect=" + URLEncoder.encode(connect, UTF_8);
    }

    /// The user is what the token says.
    private void nameUsersByToken() {
        front.server.connect =
                event ->
                        Answer.accept(ConnectReply.as(Credentials.ofUser(event.request().token())))
                                .now();
    }

    private void disconnectAll() {
        front.server.clients.forEachClient(client -> client.disconnect(Disconnect.FORCED));
        front.runTasks();
    }

    @Test
    void streamBeginsWithAConnectPush() {
        nameUsersByToken();

        front.post("/connection/uni_http_stream", "{\"token\":\"ann\",\"unknown\":1}");

        assertThat(front.stream().body())
                .matches(
                        "\\{\"connect\":\\{\"client\":\"[^\"]+\",\"ping\":25,"
                                + "\"session\":\"[0-9a-f]{32}\"}}\n");
        assertThat(front.server.connections.users()).isOne();
    }

    @Test
    void emptyBodyIsAnEmptyConnectRequest() {
        front.post("/connection/uni_http_stream", "");

        assertThat(front.stream().body()).startsWith("{\"connect\":{");
    }

    @Test
    void eventStreamTakesItsConnectRequestFromTheQuery() {
        nameUsersByToken();

        front.get("/connection/uni_sse" + query("{\"token\":\"ann\"}"));

        assertThat(front.stream().body()).startsWith("\r\ndata: {\"connect\":{");
    }

    @Test
    void eventStreamNeedsNoConnectRequest() {
        front.get("/connection/uni_sse");

        assertThat(front.stream().body()).startsWith("\r\ndata: {\"connect\":{");
    }

    @Test
    void pingIsAnEmptyPushThatNobodyAnswers() {
        front.post("/connection/uni_http_stream", "{}");

        front.advance(100);

        assertThat(front.stream().chunks).filteredOn("{}\n"::equals).hasSizeGreaterThan(2);
        assertThat(front.stream().ended).isFalse();
    }

    @Test
    void lastMessageIsADisconnectPush() {
        front.post("/connection/uni_http_stream", "{}");

        disconnectAll();

        assertThat(front.stream().chunks.getLast())
                .isEqualTo("{\"disconnect\":{\"code\":3503,\"reason\":\"force disconnect\"}}\n");
        assertThat(front.stream().ended).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "nope", "{\"token\":7}", "{} {}", "null"})
    void connectRequestThatCannotBeReadEndsTheStream(String request) {
        front.post("/connection/uni_http_stream", request);

        assertThat(front.stream().body())
                .startsWith("{\"disconnect\":{\"code\":3501,\"reason\":\"bad request: the connect");
        assertThat(front.stream().ended).isTrue();
    }

    @Test
    void refusedConnectIsADisconnectPush() {
        front.server.connect = event -> Answer.<ConnectReply>refuse(ErrorReply.TOKEN_EXPIRED).now();

        front.post("/connection/uni_http_stream", "{}");

        assertThat(front.stream().body())
                .isEqualTo("{\"disconnect\":{\"code\":3005,\"reason\":\"token expired\"}}\n");
    }

    @Test
    void sessionOfAListenerTakesNoCommands() {
        front.post("/connection/uni_http_stream", "{}");
        var before = front.sent();

        var outcome = front.emulate(front.session(), "{\"id\":1,\"rpc\":{}}");

        assertThat(outcome).isEqualTo(EmulationOutcome.TAKEN);
        assertThat(front.sent()).isEqualTo(before);
    }

    // ---- WebSocket

    private List<String> frames() {
        var sent = front.sent();
        int body = sent.indexOf("\r\n\r\n") + 4;
        ByteBuf bytes =
                Unpooled.copiedBuffer(
                        sent.substring(body)
                                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        return PeerFrames.read(bytes);
    }

    private void receive(byte[] frame) {
        front.receive(new String(frame, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void webSocketTakesItsConnectRequestFromTheQuery() {
        nameUsersByToken();

        front.receive(UPGRADE.formatted(query("{\"token\":\"ann\"}")));

        assertThat(frames())
                .singleElement()
                .asString()
                .startsWith("text {\"connect\":{\"client\":");
    }

    @Test
    void firstMessageOfAWebSocketIsItsConnectRequest() {
        nameUsersByToken();
        front.receive(UPGRADE.formatted(""));
        assertThat(frames()).isEmpty();

        receive(PeerFrames.text("{\"token\":\"ann\"}"));

        assertThat(frames())
                .singleElement()
                .asString()
                .startsWith("text {\"connect\":{\"client\":");
    }

    @Test
    void secondMessageOfAWebSocketEndsIt() {
        front.receive(UPGRADE.formatted(""));
        receive(PeerFrames.text("{}"));

        receive(PeerFrames.text("{\"id\":1,\"rpc\":{}}"));

        assertThat(frames().subList(1, 3))
                .satisfiesExactly(
                        push -> assertThat(push).startsWith("text {\"disconnect\":{\"code\":3501,"),
                        close -> assertThat(close).isEqualTo("close 3501"));
    }

    @Test
    void messageOfAWebSocketThatAskedInItsQueryEndsIt() {
        front.receive(
                UPGRADE.formatted(query("{}"))
                        + new String(
                                PeerFrames.text("{}"),
                                java.nio.charset.StandardCharsets.ISO_8859_1));

        assertThat(frames()).contains("close 3501");
    }

    @Test
    void messageThatIsNotUtf8EndsAWebSocket() {
        front.receive(UPGRADE.formatted(""));

        receive(PeerFrames.binary(new byte[] {'{', (byte) 0xc0, '}'}));

        assertThat(frames()).contains("close 3501");
    }

    @Test
    void eachPushIsAWebSocketMessage() {
        front.receive(UPGRADE.formatted(query("{}")));
        front.server.clients.forEachClient(client -> {
            client.send(dev.freshet.engine.protocol.Payload.ofOwnedJsonLine(new byte[] {'1'}));
            client.send(dev.freshet.engine.protocol.Payload.ofOwnedJsonLine(new byte[] {'2'}));
        });
        front.runTasks();

        assertThat(frames().subList(1, 3))
                .containsExactly(
                        "text {\"message\":{\"data\":1}}", "text {\"message\":{\"data\":2}}");
    }

    @Test
    void webSocketIsPingedWithEmptyPushes() {
        front.receive(UPGRADE.formatted(query("{}")));

        front.advance(60);

        assertThat(frames()).contains("text {}").noneMatch(frame -> frame.startsWith("close"));
    }
}
