package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTransportTest {
    private static final byte[] CONNECT = PeerFrames.text("{\"id\":1,\"connect\":{}}");

    private final ServerSide server = new ServerSide();

    private void open(boolean framePings) {
        open(Wire.WEBSOCKET_JSON, framePings);
        receive(CONNECT);
        sent();
    }

    private void openProtobuf() {
        open(Wire.WEBSOCKET_PROTOBUF, false);
        receiveBinary("04 0801 2200");
        sent();
    }

    private void open(Wire wire, boolean framePings) {
        var transport =
                new WebSocketTransport(
                        server.clients, server.sockets, wire, null, 1000, framePings, null);
        server.channel.pipeline().addLast(transport.frames());
    }

    private void receiveBinary(String hex) {
        receive(PeerFrames.binary(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @AfterEach
    void endConnection() {
        server.channel.finishAndReleaseAll();
        assertThat(server.connections.clients()).isZero();
    }

    private void receive(byte[] frame) {
        server.channel.writeInbound(Unpooled.wrappedBuffer(frame));
        server.channel.runPendingTasks();
    }

    private List<String> sent() {
        var all = Unpooled.buffer();
        server.channel.runPendingTasks();
        for (ByteBuf next = server.channel.readOutbound();
                next != null;
                next = server.channel.readOutbound()) {
            all.writeBytes(next);
            next.release();
        }
        return PeerFrames.read(all);
    }

    /// Lets the time pass until the ping is sent.
    private void waitForPing(String ping) {
        for (int second = 1; second <= 60; second++) {
            advanceOneSecond();
            if (sent().contains(ping)) {
                return;
            }
        }
        throw new AssertionError("no ping within a minute");
    }

    private void advanceOneSecond() {
        server.ticker.advance(1, TimeUnit.SECONDS);
        server.channel.runScheduledPendingTasks();
        server.channel.runPendingTasks();
    }

    @Test
    void commandsMayComeInBinaryFrames() {
        open(false);
        receive(
                PeerFrames.binary(
                        "{\"id\":2,\"unsubscribe\":{\"channel\":\"é\"}}".getBytes(UTF_8)));

        assertThat(sent()).containsExactly("text {\"id\":2,\"unsubscribe\":{}}");
    }

    /// Nobody checked the bytes of a binary frame: one client could publish what made the browsers
    /// of all subscribers close their connections.
    @Test
    void binaryFrameHasToBeUtf8() {
        open(false);
        receive(
                PeerFrames.binary(
                        "{\"id\":2,\"publish\":{\"channel\":\"x\",\"data\":\"\u00c0\u00af\"}}"
                                .getBytes(ISO_8859_1)));

        assertThat(sent()).containsExactly("close 3501");
    }

    @Test
    void repliesOfOneFrameShareAFrame() {
        open(false);
        receive(
                PeerFrames.text(
                        "{\"id\":2,\"unsubscribe\":{\"channel\":\"x\"}}\n"
                                + "{\"id\":3,\"unsubscribe\":{\"channel\":\"x\"}}"));

        assertThat(sent())
                .containsExactly(
                        "text {\"id\":2,\"unsubscribe\":{}}\n{\"id\":3,\"unsubscribe\":{}}");
    }

    @Test
    void protobufRepliesOfOneFrameShareABinaryFrame() {
        openProtobuf();
        receiveBinary("07 0802 3203 0a0178  07 0803 3203 0a0178");

        assertThat(sent()).containsExactly("binary 0408023a000408033a00");
    }

    @Test
    void protobufPayloadsNeedNotBeJson() {
        openProtobuf();
        receiveBinary("07 0802 2a03 0a0178");
        assertThat(sent()).containsExactly("binary 0408023200");

        receiveBinary("0d 0803 3a09 0a0178 1204 00ff0a01");

        assertThat(sent())
                .hasSize(2)
                .anyMatch(frame -> frame.equals("binary 0408034200"))
                .anyMatch(frame -> frame.contains("120178") && frame.contains("220400ff0a01"));
    }

    @Test
    void protobufPingsAreEmptyMessages() {
        openProtobuf();
        waitForPing("binary 00");
        receiveBinary("00");
        for (int second = 0; second < 10; second++) {
            advanceOneSecond();
        }

        assertThat(sent()).isEmpty();
        assertThat(server.channel.isOpen()).isTrue();
    }

    @Test
    void malformedProtobufEndsTheConnection() {
        openProtobuf();
        receiveBinary("07 0802 3203 0a0178 05 0803");

        assertThat(sent()).containsExactly("binary 0408023a00", "close 3501");
    }

    /// RFC 6455 allows pongs as a one-way heartbeat. They used to count as the answer to a protocol
    /// ping, whose real answer then closed the connection with 3501.
    @Test
    void pongFramesDoNotAnswerProtocolPings() {
        open(false);
        waitForPing("text {}");
        receive(PeerFrames.pong("heartbeat"));
        receive(PeerFrames.text("{}"));
        assertThat(sent()).isEmpty();

        waitForPing("text {}");
        for (int second = 0; second < 10; second++) {
            receive(PeerFrames.pong("heartbeat"));
            advanceOneSecond();
        }

        assertThat(sent()).containsExactly("close 3012");
    }

    @Test
    void pongFramesAnswerPingFrames() {
        open(true);
        waitForPing("ping ");
        receive(PeerFrames.pong(""));
        for (int second = 0; second < 12; second++) {
            advanceOneSecond();
        }

        assertThat(sent()).isEmpty();
        assertThat(server.channel.isOpen()).isTrue();
    }

    @Test
    void missingPongFrameEndsTheConnection() {
        open(true);
        waitForPing("ping ");
        for (int second = 0; second < 10; second++) {
            advanceOneSecond();
        }

        assertThat(sent()).containsExactly("close 3012");
    }
}
