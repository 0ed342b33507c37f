package dev.freshet.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Request;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client does differently where its peer only listens or sends beside the connection.
class UnidirectionalClientTest {
    private static final Request.Connect CONNECT =
            new Request.Connect("", null, Map.of(), "", "", Map.of());

    private final TestLoop loop = new TestLoop();

    @AfterEach
    void endConnections() {
        loop.close();
    }

    private Peer listener() {
        var peer = loop.open();
        peer.transport.unidirectional = true;
        peer.transport.session = "s-1";
        return peer;
    }

    private Peer emulated() {
        var peer = loop.open();
        peer.transport.emulated = true;
        peer.transport.session = "s-1";
        return peer;
    }

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void listenerIsToldItsSessionAndThatPongsAreNotExpected() {
        var peer = listener();

        peer.client.onConnectRequest(CONNECT);

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains("\"ping\":25,\"session\":\"s-1\"}")
                .doesNotContain("pong", "node");
    }

    @Test
    void listenerIsPingedAndNeedNotAnswer() {
        var peer = listener();
        peer.client.onConnectRequest(CONNECT);

        advance(100);

        assertThat(peer.taken()).filteredOn("{}"::equals).hasSizeGreaterThan(2);
        assertThat(peer.closeCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"109, 3005", "110, 3005", "111, 3013", "103, 3507", "100, 3004", "4711, 3004"})
    void errorIsSaidToAListenerWithADisconnect(int error, int code) {
        loop.connect =
                event -> Answer.<ConnectReply>refuse(new ErrorReply(error, "ask Ann", false)).now();
        var peer = listener();

        peer.client.onConnectRequest(CONNECT);

        assertThat(peer.taken()).isEmpty();
        assertThat(peer.closeCode()).isEqualTo(code);
        assertThat(peer.closeReason()).isEqualTo("ask Ann");
    }

    @Test
    void errorWithoutAWordIsSaidWithTheCodesOwn() {
        loop.connect = event -> Answer.<ConnectReply>refuse(new ErrorReply(4711, "", false)).now();
        var peer = listener();

        peer.client.onConnectRequest(CONNECT);

        assertThat(peer.closeReason()).isEqualTo("internal server error");
    }

    @Test
    void emulatedClientIsToldItsSessionAndTheNode() {
        var peer = emulated();

        peer.command("\"connect\":{}");

        assertThat(peer.taken())
                .singleElement()
                .asString()
                .contains(
                        "\"pong\":true,\"session\":\"s-1\",\"node\":\""
                                + loop.node().cluster().nodeId());
    }

    @Test
    void refusedClientThatIsEmulatedStaysUntilItIsStale() {
        loop.connect = event -> Answer.<ConnectReply>refuse(ErrorReply.PERMISSION_DENIED).now();
        var peer = emulated();
        peer.command("\"connect\":{}");
        advance(14);
        assertThat(peer.closeCode()).isZero();

        advance(2);

        assertThat(peer.closeCode()).isEqualTo(3502);
    }
}
