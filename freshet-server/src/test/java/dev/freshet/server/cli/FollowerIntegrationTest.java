package dev.freshet.server.cli;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerIntegrationTest {
    private static final String OPEN = "auth.anonymous.enabled=true";

    @TempDir Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final PublicationPrinter printer =
            new PublicationPrinter(new PrintWriter(out), new PrintWriter(err), false);

    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest(data, OPEN);
    }

    private void restartWith(String... settings) throws Exception {
        server.close();
        var all = Stream.concat(Stream.of(OPEN), Stream.of(settings)).toArray(String[]::new);
        server = new ServerUnderTest(data, all);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CompletableFuture<Boolean> follow(String... channels) {
        var remote = new RemoteServer(URI.create(server.url()), new RemoteLogin("me", ""));
        var follower = new Follower(remote, Set.of(channels), printer, new SplittableRandom(1));
        return CompletableFuture.supplyAsync(
                () -> {
                    try (remote) {
                        return follower.follow(1, Duration.ofMinutes(1));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private void publish() throws Exception {
        var ran = server.as("Editor", "pub", "stream/demo/chat", "\"hello\"");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void aServerThatComesBackIsFollowedAgain() throws Exception {
        var port = URI.create(server.url()).getPort();
        var followed = follow("1/stream/demo/chat");
        eventually(() -> assertThat(subscriptions()).isOne());

        restartWith("server.http_port=" + port);
        eventually(() -> assertThat(subscriptions()).isOne());
        publish();

        assertThat(followed.get()).isTrue();
        assertThat(err.toString())
                .isEqualTo("Connection lost: shutdown (code 3001); connecting again.\n");
        assertThat(out.toString())
                .isEqualTo("{\"channel\":\"1/stream/demo/chat\",\"data\":\"hello\"}\n");
    }

    private int subscriptions() {
        try (var remote = new RemoteServer(URI.create(server.url()), new RemoteLogin("me", ""))) {
            return remote.get("/api/live/info/stream/demo/chat").path("subscribers").asInt(0);
        }
    }

    @Test
    void aFinalCodeEndsItWithTheServersReason() throws Exception {
        restartWith("live.max_connections=1");
        var first = follow("1/stream/demo/chat");
        eventually(() -> assertThat(subscriptions()).isOne());

        var second = follow("1/stream/demo/chat").get();

        assertThat(second).isFalse();
        assertThat(err.toString())
                .startsWith("The server ended the connection: connection limit")
                .endsWith("(code 3504).\n");
        publish();
        assertThat(first.get()).isTrue();
    }

    @Test
    void pingsAreAnswered() throws Exception {
        restartWith("freshet.engine.ping_interval=1s", "freshet.engine.pong_timeout=500ms");
        var followed = follow("1/stream/demo/chat");

        assertThat(followed)
                .as("the server would close the connection after 1.5 s")
                .failsWithin(Duration.ofMillis(2_500));
        publish();

        assertThat(followed.get()).isTrue();
        assertThat(err.toString()).isEmpty();
    }
}
