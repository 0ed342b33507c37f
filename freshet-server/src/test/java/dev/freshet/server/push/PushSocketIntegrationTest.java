package dev.freshet.server.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.http.HttpInitializer;
import dev.freshet.server.http.HttpLimits;
import dev.freshet.server.http.OriginCheck;
import dev.freshet.server.http.Router;
import dev.freshet.server.http.Site;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushSocketIntegrationTest {
    private final BlockingQueue<String> published = new LinkedBlockingQueue<>();
    private final PushFixture fixture = new PushFixture(published::add);
    private final Engine engine = Engine.builder().build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private String address = "";

    @BeforeEach
    void listen() {
        var sockets =
                new PushSockets(
                        engine.webSocketUpgrade(),
                        fixture.push,
                        fixture.settings,
                        fixture.log,
                        Thread::startVirtualThread);
        var site =
                new Site(
                        new Router(
                                "",
                                new PushApi(fixture.push, fixture.settings, fixture.log, sockets)
                                        .routes(),
                                null),
                        _ ->
                                CompletableFuture.completedFuture(
                                        new AuthResult.SignedIn(PushFixture.EDITOR)),
                        new OriginCheck(URI.create("http://localhost:3000/"), List.of()),
                        HttpLimits.defaults(),
                        Thread::startVirtualThread,
                        _ -> {});
        var bound =
                engine.eventLoops()
                        .bind(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                new HttpInitializer(site, _ -> {}));
        address = "ws://127.0.0.1:" + bound.getPort() + "/api/live/push/";
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        engine.close();
        fixture.close();
    }

    private WebSocket open(String streamAndQuery) {
        return client.newWebSocketBuilder()
                .buildAsync(
                        URI.create(address + streamAndQuery),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onClose(
                                    WebSocket socket, int code, String reason) {
                                closed.complete(code + " " + reason);
                                return CompletableFuture.completedFuture(null);
                            }
                        })
                .join();
    }

    private String nextPublished() throws InterruptedException {
        return String.valueOf(published.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void textAndBinaryMessagesAreBatches() throws InterruptedException {
        var socket = open("agents");

        socket.sendText("cpu load=1\n", true).join();
        var first = nextPublished();
        socket.sendBinary(ByteBuffer.wrap("cpu load=2\n".getBytes(StandardCharsets.UTF_8)), true)
                .join();
        var second = nextPublished();

        assertThat(first).startsWith("1/stream/agents/cpu ").contains("schema", "[1]");
        assertThat(second)
                .startsWith("1/stream/agents/cpu ")
                .doesNotContain("schema")
                .contains("[2]");
    }

    @Test
    void badBatchIsSkippedAndTheSocketStaysOpen() throws InterruptedException {
        var socket = open("agents");

        socket.sendText("nonsense\n", true).join();
        socket.sendText("cpu load=3\n", true).join();

        assertThat(nextPublished()).contains("[3]");
        assertThat(closed).isNotDone();
    }

    @Test
    void messagesAreTakenInTheirOrderAlthoughLargeOnesAreConvertedElsewhere()
            throws InterruptedException {
        var socket = open("agents");
        var large = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            large.append("big,host=h").append(i).append(" load=1 ").append(i + 1).append('\n');
        }

        socket.sendText(large, true).join();
        socket.sendText("small load=1\n", true).join();

        assertThat(nextPublished()).startsWith("1/stream/agents/big ");
        assertThat(nextPublished()).startsWith("1/stream/agents/small ");
    }

    @Test
    void messageOverOneMebibyteClosesWith1009() throws Exception {
        var socket = open("agents");

        socket.sendText("x".repeat(PushSocket.MAX_MESSAGE + 1), true);

        assertThat(closed.get(10, TimeUnit.SECONDS)).startsWith("1009 ");
    }

    @Test
    void wrongParameterClosesWithItsReason() throws Exception {
        open("agents?gf_live_frame_format=prometheus");

        assertThat(closed.get(10, TimeUnit.SECONDS))
                .startsWith("1008 ")
                .contains("labels_column or wide");
    }

    @Test
    void noRoomForTooLongClosesTheSocketSoThatTheAgentSendsAgain() throws Exception {
        fixture.full = true;
        var socket = open("agents");

        socket.sendText("cpu load=1\n", true).join();

        assertThat(closed.get(10, TimeUnit.SECONDS)).startsWith("1013 ").contains("is full");
    }
}
