package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.PublishReply;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BenchIntegrationTest {
    private final AtomicInteger publications = new AtomicInteger();
    private Engine engine;
    private String url;

    @BeforeEach
    void startEngine() {
        engine =
                Engine.builder()
                        .onConnect(event ->
                                Answer.accept(ConnectReply.as(Credentials.ofUser("u"))).now())
                        .onSubscribe(event ->
                                event.channel().startsWith("1/stream/secret/")
                                        ? Answer.<SubscribeReply>refuse(
                                                        ErrorReply.PERMISSION_DENIED)
                                                .now()
                                        : Answer.accept(SubscribeReply.ok()).now())
                        .onPublish(event -> {
                            onPublication(publications.incrementAndGet());
                            return Answer.accept(PublishReply.to(event.channel(), event.data()))
                                    .now();
                        })
                        .build();
        var address =
                engine.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "/api/live/ws");
        url = "http://127.0.0.1:" + address.getPort();
    }

    /// Replaced by tests that disturb.
    private Runnable disturbance = () -> {};

    private void onPublication(int number) {
        if (number == 10) {
            disturbance.run();
        }
    }

    @AfterEach
    void stopEngine() {
        engine.close();
    }

    @Test
    void fanOutDeliversEveryPublicationToEverySubscriber() {
        var run = bench("fanout", "--connections", "300", "--rate", "100", "--duration", "500ms");

        assertThat(run.exitCode()).as(run.err()).isZero();
        var json = run.json();
        assertThat(json.path("conns").asInt()).isEqualTo(300);
        assertThat(json.path("published").asInt()).isEqualTo(50);
        assertThat(json.path("expected").asInt()).isEqualTo(50 * 300);
        assertThat(json.path("deliveries").asInt()).isEqualTo(50 * 300);
        assertThat(json.path("lost").asInt()).isZero();
        assertThat(json.path("conns_closed").asInt()).isZero();
        assertThat(json.path("latency_samples").asInt()).isGreaterThanOrEqualTo(50 * 300 / 11);
        assertThat(json.path("samples_without_time").asInt()).isZero();
        assertThat(json.path("latency_ms_max").asDouble()).isPositive();
    }

    @Test
    void channelsShareTheSubscribersOverSeveralLoops() {
        var run =
                bench(
                        "channels",
                        "--connections",
                        "120",
                        "--channels",
                        "50",
                        "--rate",
                        "200",
                        "--duration",
                        "500ms",
                        "--loops",
                        "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        // Channels 0 to 19 have three subscribers, the others two; two rounds over all of them.
        assertThat(run.json().path("published").asInt()).isEqualTo(100);
        assertThat(run.json().path("deliveries").asInt()).isEqualTo(2 * 120);
    }

    @Test
    void publishingAsFastAsPossibleLosesNothing() {
        var run = bench("publish", "--duration", "200ms", "--publishers", "4");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().path("published").asInt())
                .isPositive()
                .isEqualTo(run.json().path("deliveries").asInt());
    }

    @Test
    void idleConnectionsAreCountedAndTheTableReadable() {
        var run =
                BenchRunner.run(
                        "idle", "--url", url, "--connections", "200", "--duration", "100ms");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("idle on " + url)
                .contains("connected         200 of 200 in ")
                .contains("closed by server  0")
                .doesNotContain("delivered");
        assertThat(run.err()).contains("200 connected");
    }

    @Test
    void connectionsThatTheServerClosesAreReportedWithTheirCode() {
        disturbance = () -> disconnectSome(7);

        var run = bench("fanout", "--connections", "50", "--rate", "100", "--duration", "500ms");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().path("conns_closed").asInt()).isEqualTo(7);
        assertThat(run.json().path("closed_by_code").path("3503 force disconnect").asInt())
                .isEqualTo(7);
        assertThat(run.json().path("lost").asInt()).isPositive();
    }

    @Test
    void refusedSubscriptionsAreReportedWithTheServersWords() {
        var run = bench("fanout", "--connections", "5", "--channel-prefix", "stream/secret/");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().path("conns").asInt()).isZero();
        assertThat(run.json().path("conns_failed").asInt()).isEqualTo(5);
        assertThat(run.json().path("refused_by_reason").toString())
                .contains("subscribe refused")
                .contains("permission denied");
    }

    private BenchRunner bench(String scenario, String... options) {
        var all = new ArrayList<>(List.of(scenario, "--url", url, "--publish-via", "socket"));
        all.addAll(List.of("--json", "--quiet", "--warm-up", "100ms", "--settle", "0"));
        all.addAll(List.of(options));
        return BenchRunner.run(all.toArray(String[]::new));
    }

    /// Closes subscribers only: a publisher has no subscription.
    private void disconnectSome(int count) {
        var left = new AtomicInteger(count);
        engine.forEachClient(client ->
                client.forEachSubscription(subscription -> {
                    if (left.getAndDecrement() > 0) {
                        client.disconnect(Disconnect.FORCED);
                    }
                }));
    }
}
