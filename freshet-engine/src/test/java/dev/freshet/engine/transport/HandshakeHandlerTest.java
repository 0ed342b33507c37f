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

class HandshakeHandlerTest {
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

    private final ServerSide server = new ServerSide();
    private final EmbeddedChannel channel = server.channel;

    HandshakeHandlerTest() {
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HandshakeHandler(server.upgrade, "/ws"));
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
}
