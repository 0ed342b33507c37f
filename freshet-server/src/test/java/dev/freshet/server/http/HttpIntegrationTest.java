package dev.freshet.server.http;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.transport.EventLoops;
import dev.freshet.server.auth.AuthResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpIntegrationTest {
    private static final RouteDoc DOC = RouteDoc.of("test", "test").answer(200, "ok");
    private static final Route LARGE =
            Route.get(
                    "/large",
                    Access.everybody(),
                    _ -> completedFuture(Response.of(200, "text/plain", new byte[1 << 20])),
                    DOC);
    private static final Route SLOW =
            Route.get(
                            "/slow",
                            Access.everybody(),
                            _ ->
                                    completedFuture(
                                            Response.text(
                                                    200,
                                                    Thread.currentThread().isVirtual()
                                                            ? "virtual"
                                                            : "loop")),
                            DOC)
                    .blocking();
    private static final Route ECHO =
            Route.post(
                    "/echo",
                    Access.everybody(),
                    1_000,
                    request -> completedFuture(Response.of(200, "text/plain", request.body())),
                    DOC);

    private final EventLoops loops = EventLoops.start(1);
    private int port;

    @BeforeEach
    void listen() {
        var site =
                new Site(
                        new Router("", List.of(LARGE, SLOW, ECHO), null),
                        _ -> completedFuture(new AuthResult.NoCredentials()),
                        new OriginCheck(URI.create("http://localhost/"), List.of()),
                        HttpLimits.defaults(),
                        Thread::startVirtualThread,
                        _ -> {});
        port =
                loops.bind(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                new HttpInitializer(site, _ -> {}))
                        .getPort();
    }

    @AfterEach
    void close() {
        loops.stopAccepting();
        loops.close(Duration.ofSeconds(2));
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void halfClosedClientGetsItsAnswer() throws IOException {
        try (var socket = connect()) {
            send(socket, TestConnection.lines("GET /slow HTTP/1.1", "Host: a", "", ""));
            socket.shutdownOutput();

            assertThat(readAll(socket)).startsWith("HTTP/1.1 200 OK").endsWith("virtual");
        }
    }

    @Test
    void refusalOfALargeUploadArrivesAlthoughTheClientIsStillSending() throws IOException {
        try (var socket = connect()) {
            send(
                    socket,
                    TestConnection.lines(
                            "POST /echo HTTP/1.1", "Host: a", "Content-Length: 10000000", "", ""));
            try {
                for (int i = 0; i < 100; i++) {
                    send(socket, "x".repeat(10_000));
                }
            } catch (SocketException _) {
                // The server may have stopped taking it by now; the answer must be there all the
                // same.
            }

            var head =
                    new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            assertThat(head).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void clientThatNeverReadsDoesNotKeepOthersWaiting() throws IOException {
        try (var deaf = connect();
                var other = connect()) {
            send(deaf, TestConnection.lines("GET /large HTTP/1.1", "Host: a", "", "").repeat(15));

            send(
                    other,
                    TestConnection.lines(
                            "GET /slow HTTP/1.1", "Host: a", "Connection: close", "", ""));

            assertThat(readAll(other)).endsWith("virtual");
        }
    }

    @Test
    void manyPipelinedAnswersLargerThanAnyBufferArriveWhole() throws IOException {
        try (var socket = connect()) {
            send(
                    socket,
                    TestConnection.lines("GET /large HTTP/1.1", "Host: a", "", "").repeat(9)
                            + TestConnection.lines(
                                    "GET /large HTTP/1.1", "Host: a", "Connection: close", "", ""));

            assertThat(readAll(socket).length()).isGreaterThan(10 << 20);
        }
    }
}
