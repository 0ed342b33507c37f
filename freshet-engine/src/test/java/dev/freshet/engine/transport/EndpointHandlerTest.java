package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointHandlerTest {
    private static final String UPGRADE =
            """
            GET /ws?x=1 HTTP/1.1\r
            Host: example.org:8000\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """;

    private static final EndpointPaths PATHS =
            new EndpointPaths("/ws", "/stream", "/sse", "/emulation", "/uni", null, null);

    private final ServerSide server = new ServerSide();
    private final EmbeddedChannel channel = server.channel;

    EndpointHandlerTest() {
        channel.pipeline().addLast(new HttpServerCodec()).addLast(server.front(PATHS));
    }

    @AfterEach
    void endConnection() {
        channel.finishAndReleaseAll();
    }

    private void receive(byte[]... parts) {
        channel.writeInbound(Unpooled.wrappedBuffer(PeerFrames.joined(parts)));
        channel.runPendingTasks();
    }

    private String sent() {
        var all = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.append(next.toString(ISO_8859_1));
            next.release();
        }
        return all.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void upgradeIsAnsweredAsTheRfcSays() {
        receive(ascii(UPGRADE));

        assertThat(sent())
                .isEqualTo(
                        """
                        HTTP/1.1 101 Switching Protocols\r
                        Upgrade: websocket\r
                        Connection: Upgrade\r
                        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
                        \r
                        """);
        assertThat(channel.pipeline().toMap().values())
                .hasSize(1)
                .allMatch(WebSocketFrames.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "centrifuge-json | centrifuge-json",
                "foo, centrifuge-json | centrifuge-json",
                "foo,centrifuge-json, bar | centrifuge-json",
                "foo, centrifuge-protobuf, centrifuge-json | centrifuge-protobuf",
                "centrifuge-json, centrifuge-protobuf | centrifuge-json",
                "foo |",
                "CENTRIFUGE-JSON |"
            })
    void firstKnownSubprotocolIsEchoed(String offered, String echoed) {
        receive(
                ascii(
                        UPGRADE.replace(
                                "Host:", "Sec-WebSocket-Protocol: " + offered + "\r\nHost:")));

        var answer = sent();
        if (echoed == null) {
            assertThat(answer).contains(" 101 ").doesNotContain("Sec-WebSocket-Protocol");
        } else {
            assertThat(answer).contains("\r\nSec-WebSocket-Protocol: " + echoed + "\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ws?format=protobuf | X: y",
                "/ws?x=1&cf_protocol=protobuf | X: y",
                "/ws | Sec-WebSocket-Protocol: centrifuge-protobuf",
                "/ws?format=protobuf | Sec-WebSocket-Protocol: centrifuge-json"
            })
    void protobufIsChosenByQueryOrSubprotocol(String path, String header) {
        receive(
                ascii(UPGRADE.replace("/ws?x=1", path).replace("Host:", header + "\r\nHost:")),
                PeerFrames.binary(new byte[] {4, 8, 1, 0x22, 0}));

        // A binary frame with a reply: lengths, id 1, and a connect result.
        assertThat(sent()).containsPattern("\r\n\r\n\u0082..\b\u0001\\*");
    }

    @ParameterizedTest
    @CsvSource({"/ws?format=json", "/ws?format=Protobuf", "/ws?cf_protocol=", "/ws"})
    void jsonIsChosenOtherwise(String path) {
        receive(
                ascii(UPGRADE.replace("/ws?x=1", path)),
                PeerFrames.text("{\"id\":1,\"connect\":{}}"));

        assertThat(sent()).contains("{\"id\":1,\"connect\":{\"client\":");
    }

    /// The bytes used to go to a handler that threw them away, and an answer to them could come in
    /// front of the 101.
    @Test
    void bytesBehindTheUpgradeAreTheFirstFrames() {
        receive(ascii(UPGRADE), PeerFrames.text("{\"id\":1,\"connect\":{}}"));

        assertThat(sent())
                .startsWith("HTTP/1.1 101 ")
                .contains("{\"id\":1,\"connect\":{\"client\":");
        assertThat(server.connections.clients()).isEqualTo(1);
    }

    @Test
    void answerToABadFirstFrameComesBehindThe101() {
        receive(ascii(UPGRADE), new byte[] {(byte) 0x89, 0});

        assertThat(sent()).startsWith("HTTP/1.1 101 ").contains("\r\n\r\n\u0088");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /ws | GET /other | 404",
                "GET /ws | GET /ws/ | 404",
                "GET /ws | GET /emulation/x | 404",
                "GET /ws | POST /ws | 405",
                "Version: 13 | Version: 8 | 400",
                "Upgrade: websocket | X: y | 400",
                "HTTP/1.1 | nonsense | 400",
                "Host: | 'Origin: http://evil.example\r\nHost:' | 403",
                "Host: | 'Origin: null\r\nHost:' | 403",
                "Host: | 'Origin: http://example.org\r\nHost:' | 403",
                "Host: | 'Origin: :\r\nHost:' | 403"
            })
    void otherRequestsAreRefused(String part, String instead, int status) {
        receive(ascii(UPGRADE.replace(part, instead.replace("\\r\\n", "\r\n"))));

        assertThat(sent()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void originOfTheSameHostIsAllowed() {
        receive(ascii(UPGRADE.replace("Host:", "Origin: http://Example.org:8000\r\nHost:")));

        assertThat(sent()).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void onlyOneRequestIsAnswered() {
        var refused = UPGRADE.replace("/ws", "/other");

        receive(ascii(refused + refused));

        assertThat(sent()).containsOnlyOnce("HTTP/1.1 404");
    }

    /// The limit used to be between two reads, so that one byte now and then kept a connection for
    /// hours.
    @Test
    void handshakeHasToBeCompleteWithinFifteenSeconds() {
        var request = ascii(UPGRADE);
        for (int second = 0; second < 14; second++) {
            receive(new byte[] {request[second]});
            server.ticker.advance(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(channel.isOpen()).isTrue();

        server.ticker.advance(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void handshakeInTimeEndsTheDeadline() {
        receive(ascii(UPGRADE), PeerFrames.text("{\"id\":1,\"connect\":{}}"));

        server.ticker.advance(16, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isTrue();
    }

    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";

    private static byte[] post(String path, String body) {
        return ascii(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: example.org:8000\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /stream, 405",
        "PUT /stream, 405",
        "PUT /sse, 405",
        "OPTIONS /sse, 405",
        "OPTIONS /ws, 405",
        "GET /sse, 400",
        "GET /sse?cf_connect=, 400",
        "GET /sse?cf_connect=%zz, 400",
        "GET /ws?x=%, 400",
        "GET /emulation, 405",
        "POST /connection/uni_sse, 404"
    })
    void requestsThatOpenNothingAreRefused(String request, int status) {
        receive(ascii(request + " HTTP/1.1\r\nHost: h\r\n\r\n"));

        assertThat(sent()).startsWith("HTTP/1.1 " + status + " ").contains(".\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/stream", "/emulation"})
    void browsersMayAskWhatTheyMaySend(String path) {
        receive(ascii("OPTIONS " + path + " HTTP/1.1\r\nHost: h\r\n\r\n"));

        assertThat(sent().toLowerCase(java.util.Locale.ROOT))
                .startsWith("http/1.1 204 ")
                .contains("\r\naccess-control-max-age: 300\r\n")
                .contains("\r\naccess-control-allow-methods: post, options\r\n");
        assertThat(channel.isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/stream", "/sse", "/emulation"})
    void foreignOriginMaySendNothing(String path) {
        receive(
                ascii(
                        "POST "
                                + path
                                + " HTTP/1.1\r\nHost: h\r\nOrigin: http://evil.example\r\n"
                                + "Content-Length: 21\r\n\r\n"
                                + CONNECT));

        assertThat(sent()).startsWith("HTTP/1.1 403 ");
        assertThat(server.sessions.size()).isZero();
    }

    @Test
    void connectionGoesOnBehindCommandsThatWereTaken() {
        receive(post("/emulation", "{\"node\":\"node-1\"}"));
        receive(post("/emulation", "{\"node\":\"node-1\"}"));
        assertThat(sent()).matches("(?s)HTTP/1.1 204 .*HTTP/1.1 204 .*");

        receive(post("/stream", CONNECT));

        assertThat(sent()).startsWith("HTTP/1.1 200 ").contains("\"connect\":{");
    }

    @Test
    void nextRequestHasToComeWithinAMinute() {
        receive(post("/emulation", "{\"node\":\"node-1\"}"));
        server.ticker.advance(59, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();

        server.ticker.advance(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void peerThatDoesNotWaitForItsAnswerIsClosed() {
        server.route = request -> new java.util.concurrent.CompletableFuture<>();
        var request = post("/emulation", "{\"node\":\"node-2\"}");

        receive(request, request);

        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"malformed, 400", "'{}', 404"})
    void requestBesideAStreamSaysWhatIsWrongWithIt(String body, int status) {
        receive(post("/emulation", body));

        assertThat(sent()).startsWith("HTTP/1.1 " + status + " ").contains("The body ");
    }

    @Test
    void bodyMayBeAsLongAsTheLimit() {
        var spaces = " ".repeat(ServerSide.MAX_MESSAGE_BYTES - CONNECT.length());

        receive(post("/stream", CONNECT + spaces));

        assertThat(sent()).startsWith("HTTP/1.1 200 ").contains("\"connect\":{");
    }

    @Test
    void bodyThatIsAnnouncedToBeTooLongIsRefusedAtOnce() {
        receive(ascii("POST /stream HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n"));

        assertThat(sent()).startsWith("HTTP/1.1 413 ").contains("1000 bytes");
    }

    @Test
    void bodyThatTurnsOutToBeTooLongIsRefused() {
        receive(ascii("POST /sse HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"));
        receive(ascii("3e8\r\n" + " ".repeat(1000) + "\r\n"));
        assertThat(sent()).isEmpty();

        receive(ascii("1\r\n \r\n"));

        assertThat(sent()).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void brokenChunksAreRefused() {
        receive(ascii("POST /sse HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"));

        receive(ascii("nonsense\r\n"));

        assertThat(sent()).startsWith("HTTP/1.1 400 ");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void peerThatWaitsWithItsBodyIsToldToSendIt() {
        receive(
                ascii(
                        """
                        POST /stream HTTP/1.1\r
                        Host: h\r
                        Expect: 100-continue\r
                        Content-Length: 21\r
                        \r
                        """));
        assertThat(sent()).startsWith("HTTP/1.1 100 Continue\r\n");

        receive(ascii(CONNECT));

        assertThat(sent()).startsWith("HTTP/1.1 200 ");
    }
}
