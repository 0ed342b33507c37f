package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.engine.transport.EventLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class HttpPublisherIntegrationTest {

    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>();
    private final LongSupplier clock = System::nanoTime;
    private EventLoops loops;
    private HttpServer server;
    private Answering answering = exchange -> answer(exchange, 200, "{}");

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        loops = EventLoops.start(1);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/live/publish", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        loops.close(Duration.ofSeconds(2));
    }

    @Test
    void publishesOnEveryChannelInTurnWithTimeAndToken() throws Exception {
        var round = publish(6, 3, 2);

        assertThat(round.accepted()).isEqualTo(6);
        assertThat(bodies.stream().map(body -> JsonMapper.shared().readTree(body)))
                .allSatisfy(body -> assertThat(body.path("data").path("t").asLong()).isPositive())
                .extracting(body -> body.path("channel").asString())
                .containsExactlyInAnyOrder(
                        "stream/x/0",
                        "stream/x/1",
                        "stream/x/2",
                        "stream/x/0",
                        "stream/x/1",
                        "stream/x/2");
        assertThat(tokens).containsOnly("Bearer t");
    }

    @Test
    void refusedPublicationsAreCountedWithTheServersWords() throws Exception {
        answering = exchange -> answer(exchange, 503, "{\"message\":\n\"busy\"}");

        var round = publish(4, 1, 2);

        assertThat(round.accepted()).isZero();
        assertThat(round.refusals().toMap())
                .containsExactly(
                        Map.entry("HTTP 503 Service Unavailable: {\"message\": \"busy\"}", 4L));
    }

    @Test
    void serverThatClosesAfterEachAnswerIsConnectedToAgain() throws Exception {
        answering =
                exchange -> {
                    exchange.getResponseHeaders().set("Connection", "close");
                    answer(exchange, 200, "{}");
                };

        var round = publish(10, 1, 1);

        assertThat(round.accepted()).isEqualTo(10);
        assertThat(round.refusals().total()).isZero();
    }

    @Test
    void serverThatIsNotThereFailsTheOpening() {
        server.stop(0);

        assertThat(publishers(1, 1).open())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(LoadFailure.class)
                .withMessageContaining("a publisher has no connection");
    }

    private PublishingRound publish(int publications, int channels, int connections)
            throws Exception {
        var publishers = publishers(channels, connections);
        publishers.open().get(10, TimeUnit.SECONDS);
        var round = new PublishingRound(publications * 5.0, Duration.ofMillis(200), clock);
        publishers.start(round);
        round.done().get(10, TimeUnit.SECONDS);
        return round;
    }

    private Publishers publishers(int channels, int connections) {
        var target =
                new Target(
                        server.getAddress(),
                        "127.0.0.1",
                        "/api/live/ws",
                        "/api/live/publish",
                        List.of("Authorization: Bearer t"),
                        "{}",
                        null);
        var loop = loops.group().next();
        return new Publishers(
                plan(channels, connections),
                new Dialer(target, loop, Dialer.channelType(loops.isNative())),
                new Subscriptions(channels, clock),
                clock);
    }

    private static LoadPlan plan(int channels, int publishers) {
        var none = Duration.ZERO;
        return new LoadPlan(
                1,
                channels,
                "1/",
                "stream/x/",
                Positions.EITHER,
                1,
                200,
                none,
                none,
                none,
                none,
                publishers,
                false,
                1,
                1,
                1);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            bodies.add(new String(body, StandardCharsets.UTF_8));
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
            answering.answer(exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
