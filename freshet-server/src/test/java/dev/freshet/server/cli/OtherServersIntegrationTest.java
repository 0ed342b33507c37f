package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.freshet.server.cli.ServerUnderTest.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line says to answers that a healthy server would not give.
class OtherServersIntegrationTest {
    private record Answer(int status, Map<String, String> headers, String body) {}

    @TempDir Path directory;

    private final Queue<Answer> answers = new ArrayDeque<>();
    private HttpServer server;
    private String url = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    var answer = answers.remove();
                    answer.headers().forEach(exchange.getResponseHeaders()::set);
                    var body = answer.body().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            answer.status(), body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void willAnswer(int status, Map<String, String> headers, String body) {
        answers.add(new Answer(status, headers, body));
    }

    private Ran run(String... args) {
        var all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--url";
        all[args.length + 1] = url;
        return ServerUnderTest.run(all);
    }

    @Test
    void aPushWaitsWhileTheServerHasNoRoom() throws Exception {
        var file = Files.writeString(directory.resolve("lines"), "cpu load=1\n");
        willAnswer(
                503,
                Map.of("Retry-After", "0"),
                "{\"message\":\"full\",\"messageId\":\"live.busy\"}");
        willAnswer(
                503,
                Map.of("Retry-After", "0"),
                "{\"message\":\"full\",\"messageId\":\"live.busy\"}");
        willAnswer(200, Map.of(), "{\"channels\":[\"stream/a/cpu\"],\"frames\":1,\"rows\":1}");

        var ran = run("push", "a", file.toString());

        assertThat(ran).isEqualTo(new Ran(0, "1 row stored in stream/a/cpu.\n", ""));
    }

    @Test
    void aRedirectIsNotFollowedButNamed() {
        willAnswer(302, Map.of("Location", "https://dash.example/"), "");

        var ran = run("channels");

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                url
                                        + " sends on to https://dash.example/; give the server's"
                                        + " own address with --url.\n"));
    }

    @Test
    void aPageInsteadOfJsonIsNotFreshet() {
        willAnswer(200, Map.of(), "<html>Welcome</html>");

        var ran = run("channels");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("which is not Freshet's live API; check --url");
    }

    @Test
    void channelsThatDoNotRunSayWhyBelowTheTable() {
        willAnswer(
                200,
                Map.of(),
                """
                {"channels":[
                  {"channel":"ds/loki/errors","kind":"source","why":"Data source \\"Loki\\" cannot be reached."},
                  {"channel":"stream/a/cpu","kind":"managed"}]}
                """);

        assertThat(run("channels").out().lines().toList())
                .last()
                .isEqualTo("ds/loki/errors  Data source \"Loki\" cannot be reached.");
    }

    @Test
    void whatAServerSaysCannotSteerTheTerminal() {
        willAnswer(400, Map.of(), "{\"message\":\"a\\u001b[2Jb\",\"messageId\":\"x\"}");

        var ran = run("pub", "stream/a/b", "1");

        assertThat(ran).isEqualTo(new Ran(1, "", "a?[2Jb\n"));
    }
}
